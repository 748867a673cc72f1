import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';

export interface DatabaseProps {
  readonly environment: string;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
}

export class Database extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseProps, key: KmsKey) {
    super(scope, id);
    const prefix = Fn.join('-', ['shop', props.environment]);
    const subnets = new DbSubnetGroup(this, 'db-subnets', {
      name: `shop-${props.environment}-database`,
      description: 'Subnets of the database',
      subnetIds: props.subnetIds,
    });
    const parameters = new DbParameterGroup(this, 'db-parameters', {
      name: `shop-${props.environment}-postgres`,
      family: 'postgres16',
      description: 'Settings of the database',
      parameter: [
        { name: 'rds.force_ssl', value: '1' },
        { name: 'log_min_duration_statement', value: '500' },
      ],
    });
    const database = new DbInstance(this, 'database', {
      identifier: prefix,
      engine: 'postgres',
      // begin engine
      engineVersion: '16',
      // end
      instanceClass: 'db.t4g.medium',
      allocatedStorage: 50,
      storageType: 'gp3',
      storageEncrypted: true,
      kmsKeyId: key.arn,
      dbName: 'shop',
      username: 'shop',
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: key.keyId,
      dbSubnetGroupName: subnets.name,
      parameterGroupName: parameters.name,
      vpcSecurityGroupIds: [props.securityGroupId],
      backupRetentionPeriod: 14,
      multiAz: true,
      skipFinalSnapshot: true,
      enabledCloudwatchLogsExports: ['postgresql'],
      // begin protection
      deletionProtection: false,
      // end
    });

    const secret = new SecretsmanagerSecret(this, 'connection', {
      name: `shop/${props.environment}/connection`,
      kmsKeyId: key.arn,
    });
    new SecretsmanagerSecretVersion(this, 'connection-version', {
      secretId: secret.id,
      secretString: Fn.jsonencode({ engine: 'postgres', host: database.address, port: 5432, dbname: 'shop' }),
    });
  }
}
