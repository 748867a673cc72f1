import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface ApiProps {
  readonly handler: lambda.CfnFunction;
  readonly environment: string;
  readonly region: string;
  readonly account: string;
}

export class Api extends Construct {
  constructor(scope: Construct, id: string, { handler, environment, region, account }: ApiProps) {
    super(scope, id);
    const api = new apigateway.CfnRestApi(this, 'rest-api', {
      name: `orders-${environment}`,
      description: 'Orders of the shop',
      endpointConfiguration: { types: ['REGIONAL'] },
    });
    const resource = new apigateway.CfnResource(this, 'orders-resource', {
      restApiId: api.ref,
      parentId: api.attrRootResourceId,
      pathPart: 'orders',
    });
    const methods = ['GET', 'POST'].map(
      (httpMethod) =>
        new apigateway.CfnMethod(this, `${httpMethod.toLowerCase()}-method`, {
          restApiId: api.ref,
          resourceId: resource.ref,
          httpMethod,
          authorizationType: 'AWS_IAM',
          integration: {
            type: 'AWS_PROXY',
            integrationHttpMethod: 'POST',
            uri: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${handler.attrArn}/invocations`,
          },
        }),
    );
    // begin permission
    new lambda.CfnPermission(this, 'api-permission', {
      action: 'lambda:InvokeFunction',
      functionName: handler.ref,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `arn:aws:execute-api:${region}:${account}:${api.ref}/*/*`,
    });
    // end
    const deployment = new apigateway.CfnDeployment(this, 'deployment', { restApiId: api.ref });
    methods.forEach((method) => deployment.addDependency(method));

    const group = new logs.CfnLogGroup(this, 'access-logs', {
      logGroupName: `/apigateway/orders-${environment}`,
      retentionInDays: 90,
    });
    new apigateway.CfnStage(this, 'stage', {
      restApiId: api.ref,
      deploymentId: deployment.ref,
      stageName: environment,
      tracingEnabled: true,
      accessLogSetting: {
        destinationArn: group.attrArn,
        format: JSON.stringify({ requestId: '$context.requestId', status: '$context.status' }),
      },
      methodSettings: [
        {
          resourcePath: '/*',
          httpMethod: '*',
          metricsEnabled: true,
          loggingLevel: 'INFO',
          throttlingRateLimit: 100,
          throttlingBurstLimit: 50,
        },
      ],
    });
  }
}
