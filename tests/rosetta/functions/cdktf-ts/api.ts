import { ApiGatewayDeployment } from '@cdktf/provider-aws/lib/api-gateway-deployment';
import { ApiGatewayIntegration } from '@cdktf/provider-aws/lib/api-gateway-integration';
import { ApiGatewayMethod } from '@cdktf/provider-aws/lib/api-gateway-method';
import { ApiGatewayMethodSettings } from '@cdktf/provider-aws/lib/api-gateway-method-settings';
import { ApiGatewayResource } from '@cdktf/provider-aws/lib/api-gateway-resource';
import { ApiGatewayRestApi } from '@cdktf/provider-aws/lib/api-gateway-rest-api';
import { ApiGatewayStage } from '@cdktf/provider-aws/lib/api-gateway-stage';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Fn, ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export class Api extends Construct {
  readonly stage: ApiGatewayStage;

  constructor(scope: Construct, id: string, props: { handler: LambdaFunction; environment: string }) {
    super(scope, id);
    const api = new ApiGatewayRestApi(this, 'rest-api', {
      name: `orders-${props.environment}`,
      description: 'Orders of the shop',
      endpointConfiguration: { types: ['REGIONAL'] },
    });
    const resource = new ApiGatewayResource(this, 'orders-resource', {
      restApiId: api.id,
      parentId: api.rootResourceId,
      pathPart: 'orders',
    });
    const ready: ITerraformDependable[] = [];
    ['GET', 'POST'].forEach((verb) => {
      const method = new ApiGatewayMethod(this, `${verb.toLowerCase()}-method`, {
        restApiId: api.id,
        resourceId: resource.id,
        httpMethod: verb,
        authorization: 'AWS_IAM',
      });
      ready.push(
        new ApiGatewayIntegration(this, `${verb.toLowerCase()}-integration`, {
          restApiId: api.id,
          resourceId: resource.id,
          httpMethod: method.httpMethod,
          integrationHttpMethod: 'POST',
          type: 'AWS_PROXY',
          uri: props.handler.invokeArn,
        }),
      );
    });
    // begin permission
    new LambdaPermission(this, 'api-permission', {
      action: 'lambda:InvokeFunction',
      functionName: props.handler.functionName,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${api.executionArn}/*/*`,
    });
    // end
    const deployment = new ApiGatewayDeployment(this, 'deployment', {
      restApiId: api.id,
      triggers: { redeployment: Fn.sha1(Fn.jsonencode([resource.id])) },
      lifecycle: { createBeforeDestroy: true },
      dependsOn: ready,
    });
    const logs = new CloudwatchLogGroup(this, 'access-logs', {
      name: `/apigateway/orders-${props.environment}`,
      retentionInDays: 90,
    });
    this.stage = new ApiGatewayStage(this, 'stage', {
      restApiId: api.id,
      deploymentId: deployment.id,
      stageName: props.environment,
      xrayTracingEnabled: true,
      accessLogSettings: {
        destinationArn: logs.arn,
        format: JSON.stringify({ requestId: '$context.requestId', status: '$context.status' }),
      },
    });
    new ApiGatewayMethodSettings(this, 'settings', {
      restApiId: api.id,
      stageName: this.stage.stageName,
      methodPath: '*/*',
      settings: { metricsEnabled: true, loggingLevel: 'INFO', throttlingRateLimit: 100, throttlingBurstLimit: 50 },
    });
  }
}
