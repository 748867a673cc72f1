import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface ApiProps {
  readonly environment: string;
  readonly handler: lambda.IFunction;
}

export class Api extends Construct {
  constructor(scope: Construct, id: string, { environment, handler }: ApiProps) {
    super(scope, id);
    const group = new logs.LogGroup(this, 'access-logs', {
      logGroupName: `/apigateway/orders-${environment}`,
      retention: logs.RetentionDays.THREE_MONTHS,
    });
    const api = new apigateway.LambdaRestApi(this, 'rest-api', {
      handler,
      proxy: false,
      restApiName: `orders-${environment}`,
      description: 'Orders of the shop',
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: false,
      integrationOptions: { allowTestInvoke: false },
      deployOptions: {
        stageName: environment,
        tracingEnabled: true,
        accessLogDestination: new apigateway.LogGroupLogDestination(group),
        accessLogFormat: apigateway.AccessLogFormat.custom(
          JSON.stringify({ requestId: '$context.requestId', status: '$context.status' }),
        ),
        metricsEnabled: true,
        loggingLevel: apigateway.MethodLoggingLevel.INFO,
        throttlingRateLimit: 100,
        throttlingBurstLimit: 50,
      },
    });
    const orders = api.root.addResource('orders');
    for (const verb of ['GET', 'POST']) {
      orders.addMethod(verb, undefined, { authorizationType: apigateway.AuthorizationType.IAM });
    }
  }
}
