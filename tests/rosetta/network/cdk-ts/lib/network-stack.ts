import * as cdk from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { Config, nameTag } from './config';
import { Endpoints } from './endpoints';
import { FlowLogs } from './flow-logs';
import { Security } from './security';

export interface NetworkStackProps extends cdk.StackProps {
  readonly config: Config;
}

type Tier = 'public' | 'app' | 'data';

export class NetworkStack extends cdk.Stack {
  public readonly vpc: ec2.CfnVPC;
  public readonly tiers: Record<Tier, ec2.CfnSubnet[]> = { public: [], app: [], data: [] };
  public readonly security: Security;
  private readonly config: Config;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, props);
    this.config = props.config;

    this.vpc = new ec2.CfnVPC(this, 'Vpc', {
      cidrBlock: props.config.cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: nameTag(props.config, 'vpc'),
    });
    const gateway = new ec2.CfnInternetGateway(this, 'Igw', { tags: nameTag(props.config, 'igw') });
    const attachment = new ec2.CfnVPCGatewayAttachment(this, 'IgwAttachment', {
      vpcId: this.vpc.ref,
      internetGatewayId: gateway.ref,
    });

    (Object.keys(this.tiers) as Tier[]).forEach((tier, index) => this.addTier(tier, index * 16));

    const publicTable = this.addTable('public-rt');
    new ec2.CfnRoute(this, 'public-default', {
      routeTableId: publicTable.ref,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.ref,
    });
    const dataTable = this.addTable('data-rt');
    const privateTables = this.tiers.app.map((_subnet, i) => this.addTable(`private-rt-${i}`));

    this.associate('public', publicTable);
    this.associate('app', ...privateTables);
    // begin data-associations
    this.associate('data', dataTable);
    // end

    let index = 0;
    for (const table of privateTables) {
      this.addNat(index++, table, attachment);
    }

    this.security = new Security(this, 'Security', { vpcId: this.vpc.ref, config: props.config });
    new Endpoints(this, 'Endpoints', {
      vpcId: this.vpc.ref,
      config: props.config,
      subnets: this.tiers.app,
      tables: privateTables.concat([dataTable]),
      group: this.security.groups.endpoints,
    });
    new FlowLogs(this, 'FlowLogs', { vpc: this.vpc, config: props.config });

    new cdk.CfnOutput(this, 'VpcId', { value: this.vpc.ref });
  }

  private addTier(tier: Tier, offset: number): void {
    const blocks = this.config.cidr.split('.').slice(0, 2).join('.');
    for (let i = 0; i < this.config.zoneLetters.length; i += 1) {
      this.tiers[tier].push(
        new ec2.CfnSubnet(this, `${tier}-${i}`, {
          vpcId: this.vpc.ref,
          cidrBlock: `${blocks}.${offset + i}.0/24`,
          availabilityZone: `${this.config.region}${this.config.zoneLetters[i]}`,
          mapPublicIpOnLaunch: tier === 'public' ? true : undefined,
          tags: [...nameTag(this.config, `${tier}-${i}`), { key: 'Tier', value: tier }],
        }),
      );
    }
  }

  private addTable(name: string): ec2.CfnRouteTable {
    return new ec2.CfnRouteTable(this, name, { vpcId: this.vpc.ref, tags: nameTag(this.config, name) });
  }

  private associate(tier: Tier, ...tables: ec2.CfnRouteTable[]): void {
    this.tiers[tier].forEach((subnet, i) => {
      new ec2.CfnSubnetRouteTableAssociation(this, `${tier}-rta-${i}`, {
        subnetId: subnet.ref,
        routeTableId: tables[i % tables.length].ref,
      });
    });
  }

  private addNat(i: number, table: ec2.CfnRouteTable, attachment: ec2.CfnVPCGatewayAttachment): void {
    const eip = new ec2.CfnEIP(this, `nat-eip-${i}`, { domain: 'vpc', tags: nameTag(this.config, `nat-${i}`) });
    eip.addDependency(attachment);
    const nat = new ec2.CfnNatGateway(this, `nat-${i}`, {
      allocationId: eip.attrAllocationId,
      subnetId: this.tiers.public[i].ref,
      tags: nameTag(this.config, `nat-${i}`),
    });
    // begin egress
    new ec2.CfnRoute(this, `private-default-${i}`, {
      routeTableId: table.ref,
      destinationCidrBlock: '0.0.0.0/0',
      natGatewayId: nat.ref,
    });
    // end
  }
}
