import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { createCluster } from './cluster';
import { Discovery } from './discovery';
import { environmentConfig, EnvironmentConfig } from './environment';
import { FargateApp } from './fargate-app';
import { Permissions } from './permissions';

class ContainersStack extends TerraformStack {
  constructor(scope: Construct, id: string, config: EnvironmentConfig) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: config.region, defaultTags: [{ tags: config.tags }] });

    const version = new TerraformVariable(this, 'version', { type: 'string', description: 'The tag of the images' });
    const cluster = createCluster(this, config);
    const permissions = new Permissions(this, 'permissions', config);
    const discovery = new Discovery(this, 'discovery', config);

    const apps = Object.entries(config.apps).map(
      ([name, app]) => new FargateApp(this, name, {
          config,
          name,
          app,
          cluster,
          permissions,
          discovery,
          version: version.stringValue,
        }),
    );
    for (const app of apps) {
      new TerraformOutput(this, `${app.name}-repository`, { value: app.repository.repositoryUrl });
    }
  }
}

const app = new App();
new ContainersStack(app, 'containers-staging', environmentConfig('staging'));
app.synth();
