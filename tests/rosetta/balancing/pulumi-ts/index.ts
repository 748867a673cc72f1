import * as pulumi from '@pulumi/pulumi';
import { createAccessLogs } from './accessLogs';
import { createBalancer } from './balancer';
import { createAlias, createCertificate } from './dns';
import { createRouting } from './routing';

export = async () => {
  const environment = 'staging';
  const domain = `${environment}.example.com`;

  const { zone, certificateArn } = createCertificate(domain);
  const logs = await createAccessLogs(environment);
  const balancer = createBalancer(environment, logs);
  createRouting({ environment, domain, balancer, certificateArn });
  createAlias(zone, domain, balancer);

  return { url: pulumi.interpolate`https://${balancer.dnsName}` };
};
