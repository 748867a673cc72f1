import * as pulumi from '@pulumi/pulumi';
import { createBuckets } from './buckets';
import { Database } from './database';
import { createKey } from './encryption';
import { createTable } from './table';

const environment = 'staging';

const key = createKey({ environment, account: '123456789012', region: 'eu-west-1' });
const buckets = createBuckets(environment, key);
const orders = createTable(environment, key);
const database = new Database('relational', {
  environment,
  key,
  subnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-1a1b2c3d4e5f60718'],
  securityGroupId: 'sg-0a1b2c3d4e5f60718',
});

export const bucketNames = Object.values(buckets).map((bucket) => bucket.bucket);
export const tableName = orders.name;
export const databaseHost = pulumi.secret(database.instance.address);
