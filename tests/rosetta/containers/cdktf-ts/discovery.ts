import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { ServiceDiscoveryPrivateDnsNamespace } from '@cdktf/provider-aws/lib/service-discovery-private-dns-namespace';
import { ServiceDiscoveryService } from '@cdktf/provider-aws/lib/service-discovery-service';
import { Construct } from 'constructs';
import { EnvironmentConfig } from './environment';

export class Discovery extends Construct {
  readonly namespace: ServiceDiscoveryPrivateDnsNamespace;
  readonly firewall: SecurityGroup;

  constructor(scope: Construct, id: string, config: EnvironmentConfig) {
    super(scope, id);
    this.namespace = new ServiceDiscoveryPrivateDnsNamespace(this, 'namespace', {
      name: `${config.environment}.shop.internal`,
      vpc: config.vpcId,
    });
    this.firewall = new SecurityGroup(this, 'service-sg', {
      name: `shop-${config.environment}-services`,
      description: 'Services of the shop',
      vpcId: config.vpcId,
      ingress: [
        { description: 'within', protocol: 'tcp', fromPort: 8080, toPort: 8080, cidrBlocks: ['10.0.0.0/8'] },
      ],
      egress: [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] }],
    });
  }

  register(name: string): ServiceDiscoveryService {
    return new ServiceDiscoveryService(this, `${name}-discovery`, {
      name,
      dnsConfig: {
        namespaceId: this.namespace.id,
        dnsRecords: [{ type: 'A', ttl: 10 }],
        routingPolicy: 'MULTIVALUE',
      },
      healthCheckCustomConfig: { failureThreshold: 1 },
    });
  }
}
