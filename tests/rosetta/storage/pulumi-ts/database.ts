import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface DatabaseArgs {
  environment: string;
  key: aws.kms.Key;
  subnetIds: pulumi.Input<string>[];
  securityGroupId: pulumi.Input<string>;
}

const parameters: [string, string][] = [
  ['rds.force_ssl', '1'],
  ['log_min_duration_statement', '500'],
];

export class Database extends pulumi.ComponentResource {
  public readonly instance: aws.rds.Instance;

  constructor(name: string, args: DatabaseArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super('shop:storage:Database', name, args, opts);
    const prefix = `shop-${args.environment}`;
    const options = { parent: this };

    const subnets = new aws.rds.SubnetGroup(
      'db-subnets',
      { name: `${prefix}-database`, description: 'Subnets of the database', subnetIds: args.subnetIds },
      options,
    );
    const group = new aws.rds.ParameterGroup(
      'db-parameters',
      {
        name: `${prefix}-postgres`,
        family: 'postgres16',
        description: 'Settings of the database',
        parameters: parameters.map(([key, value]) => ({ name: key, value })),
      },
      options,
    );
    this.instance = new aws.rds.Instance(
      'database',
      {
        identifier: prefix,
        engine: 'postgres',
        // begin engine
        engineVersion: '16',
        // end
        instanceClass: 'db.t4g.medium',
        allocatedStorage: 50,
        storageType: 'gp3',
        storageEncrypted: true,
        kmsKeyId: args.key.arn,
        dbName: 'shop',
        username: 'shop',
        manageMasterUserPassword: true,
        masterUserSecretKmsKeyId: args.key.keyId,
        dbSubnetGroupName: subnets.name,
        parameterGroupName: group.name,
        vpcSecurityGroupIds: [args.securityGroupId],
        backupRetentionPeriod: 14,
        multiAz: true,
        skipFinalSnapshot: true,
        enabledCloudwatchLogsExports: ['postgresql'],
        // begin protection
        deletionProtection: false,
        // end
      },
      options,
    );
    const secret = new aws.secretsmanager.Secret(
      'connection',
      { name: `shop/${args.environment}/connection`, kmsKeyId: args.key.arn },
      options,
    );
    new aws.secretsmanager.SecretVersion(
      'connection-version',
      {
        secretId: secret.id,
        secretString: this.instance.address.apply((host) =>
          JSON.stringify({ engine: 'postgres', host, port: 5432, dbname: 'shop' }),
        ),
      },
      options,
    );
    this.registerOutputs({ address: this.instance.address });
  }
}
