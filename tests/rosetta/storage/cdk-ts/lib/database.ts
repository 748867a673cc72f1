import * as cdk from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

export interface DatabaseProps {
  readonly environment: string;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  readonly key: kms.CfnKey;
}

export class Database extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const subnets = new rds.CfnDBSubnetGroup(this, 'db-subnets', {
      dbSubnetGroupName: `shop-${props.environment}-database`,
      dbSubnetGroupDescription: 'Subnets of the database',
      subnetIds: props.subnetIds,
    });
    const parameters = new rds.CfnDBParameterGroup(this, 'db-parameters', {
      dbParameterGroupName: `shop-${props.environment}-postgres`,
      family: 'postgres16',
      description: 'Settings of the database',
      parameters: { 'rds.force_ssl': '1', log_min_duration_statement: '500' },
    });
    const database = new rds.CfnDBInstance(this, 'database', {
      dbInstanceIdentifier: `shop-${props.environment}`,
      engine: 'postgres',
      // begin engine
      engineVersion: '16',
      // end
      dbInstanceClass: 'db.t4g.medium',
      allocatedStorage: '50',
      storageType: 'gp3',
      storageEncrypted: true,
      kmsKeyId: props.key.attrArn,
      dbName: 'shop',
      masterUsername: 'shop',
      manageMasterUserPassword: true,
      masterUserSecret: { kmsKeyId: props.key.ref },
      dbSubnetGroupName: subnets.ref,
      dbParameterGroupName: parameters.ref,
      vpcSecurityGroups: [props.securityGroupId],
      backupRetentionPeriod: 14,
      multiAz: true,
      enableCloudwatchLogsExports: ['postgresql'],
      // begin protection
      deletionProtection: false,
      // end
    });
    database.applyRemovalPolicy(cdk.RemovalPolicy.DESTROY);

    new secretsmanager.CfnSecret(this, 'connection', {
      name: `shop/${props.environment}/connection`,
      kmsKeyId: props.key.attrArn,
      secretString: cdk.Stack.of(this).toJsonString({
        engine: 'postgres',
        host: database.attrEndpointAddress,
        port: 5432,
        dbname: 'shop',
      }),
    });
  }
}
