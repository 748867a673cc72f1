import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface RestApiArgs {
  environment: string;
  handler: aws.lambda.Function;
}

export class RestApi extends pulumi.ComponentResource {
  readonly stage: aws.apigateway.Stage;

  constructor(name: string, { environment, handler }: RestApiArgs) {
    super('shop:orders:RestApi', name);
    const parent = { parent: this };
    const api = new aws.apigateway.RestApi(
      'rest-api',
      {
        name: `orders-${environment}`,
        description: 'Orders of the shop',
        endpointConfiguration: { types: 'REGIONAL' },
      },
      parent,
    );
    const resource = new aws.apigateway.Resource(
      'orders-resource',
      { restApi: api, parentId: api.rootResourceId, pathPart: 'orders' },
      parent,
    );
    const integrations = ['GET', 'POST'].map((verb) => {
      const method = new aws.apigateway.Method(
        `${verb.toLowerCase()}-method`,
        { restApi: api.id, resourceId: resource.id, httpMethod: verb, authorization: 'AWS_IAM' },
        parent,
      );
      return new aws.apigateway.Integration(
        `${verb.toLowerCase()}-integration`,
        {
          restApi: api.id,
          resourceId: resource.id,
          httpMethod: method.httpMethod,
          integrationHttpMethod: 'POST',
          type: 'AWS_PROXY',
          uri: handler.invokeArn,
        },
        parent,
      );
    });
    // begin permission
    new aws.lambda.Permission(
      'api-permission',
      {
        action: 'lambda:InvokeFunction',
        function: handler,
        principal: 'apigateway.amazonaws.com',
        sourceArn: pulumi.interpolate`${api.executionArn}/*/*`,
      },
      parent,
    );
    // end
    const deployment = new aws.apigateway.Deployment(
      'deployment',
      { restApi: api.id },
      { parent: this, dependsOn: integrations },
    );
    const logs = new aws.cloudwatch.LogGroup(
      'access-logs',
      { name: `/apigateway/orders-${environment}`, retentionInDays: 90 },
      parent,
    );
    this.stage = new aws.apigateway.Stage(
      'stage',
      {
        restApi: api.id,
        deployment: deployment.id,
        stageName: environment,
        xrayTracingEnabled: true,
        accessLogSettings: {
          destinationArn: logs.arn,
          format: JSON.stringify({ requestId: '$context.requestId', status: '$context.status' }),
        },
      },
      parent,
    );
    new aws.apigateway.MethodSettings(
      'settings',
      {
        restApi: api.id,
        stageName: this.stage.stageName,
        methodPath: '*/*',
        settings: { metricsEnabled: true, loggingLevel: 'INFO', throttlingRateLimit: 100, throttlingBurstLimit: 50 },
      },
      parent,
    );
    this.registerOutputs();
  }
}
