import * as cdk from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

export interface ReceiptsProps {
  readonly stage: string;
  readonly orders: dynamodb.Table;
}

/** Writes a receipt for each order that was paid. */
export class Receipts extends Construct {
  readonly writer: lambda.Function;

  constructor(scope: Construct, id: string, { stage, orders }: ReceiptsProps) {
    super(scope, id);
    this.writer = new lambda.Function(this, 'Writer', {
      functionName: `receipts-${stage}`,
      runtime: lambda.Runtime.NODEJS_16_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async (event) => event;'),
      timeout: cdk.Duration.seconds(30),
      environment: {
        AWS_REGION: 'eu-central-1',
        ORDERS: orders.tableName,
        PRINTER: 'https://execute-api.eu-central-1.amazonaws.com/print',
      },
      memorySize: '512',
    });
    orders.grantReadData(this.writer);
    const signature = new secretsmanager.Secret(this, 'Signature');
    signature.addRotationSchedule('Yearly', { rotationLambda: this.writer, automaticallyAfter: cdk.Duration.days(365) });
  }
}
