import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { Settings, tagsOf } from './config';

export class Network extends Construct {
  readonly vpc: Vpc;
  readonly public: Subnet[];
  readonly app: Subnet[];
  readonly data: Subnet[];
  readonly privateTables: RouteTable[] = [];
  readonly dataTable: RouteTable;

  constructor(scope: Construct, id: string, private readonly settings: Settings) {
    super(scope, id);
    this.vpc = new Vpc(this, 'vpc', {
      cidrBlock: settings.cidrBlock,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: tagsOf(settings, 'vpc'),
    });
    const gateway = new InternetGateway(this, 'igw', { vpcId: this.vpc.id, tags: tagsOf(settings, 'igw') });

    this.public = this.tier('public', 0, true);
    this.app = this.tier('app', 1);
    this.data = this.tier('data', 2);

    const publicTable = this.table('public-rt');
    new Route(this, 'public-default', {
      routeTableId: publicTable.id,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.id,
    });
    this.public.forEach((subnet, i) => this.associate(`public-rta-${i}`, subnet, publicTable));

    this.app.forEach((subnet, i) => {
      const table = this.table(`private-rt-${i}`);
      this.privateTables.push(table);
      this.associate(`app-rta-${i}`, subnet, table);
      this.nat(i, gateway, table);
    });

    this.dataTable = this.table('data-rt');
    // begin data-associations
    for (const [i, subnet] of this.data.entries()) {
      this.associate(`data-rta-${i}`, subnet, this.dataTable);
    }
    // end
  }

  private tier(name: string, index: number, isPublic = false): Subnet[] {
    return this.settings.zones.map(
      (zone, i) =>
        new Subnet(this, `${name}-${i}`, {
          vpcId: this.vpc.id,
          cidrBlock: Fn.cidrsubnet(this.settings.cidrBlock, 8, index * 16 + i),
          availabilityZone: zone,
          ...(isPublic ? { mapPublicIpOnLaunch: true } : {}),
          tags: { ...tagsOf(this.settings, `${name}-${i}`), Tier: name },
        }),
    );
  }

  private table(name: string): RouteTable {
    return new RouteTable(this, name, { vpcId: this.vpc.id, tags: tagsOf(this.settings, name) });
  }

  private associate(name: string, subnet: Subnet, table: RouteTable): void {
    new RouteTableAssociation(this, name, { subnetId: subnet.id, routeTableId: table.id });
  }

  private nat(i: number, gateway: InternetGateway, table: RouteTable): void {
    const address = new Eip(this, `nat-eip-${i}`, {
      domain: 'vpc',
      tags: tagsOf(this.settings, `nat-${i}`),
      dependsOn: [gateway],
    });
    const nat = new NatGateway(this, `nat-${i}`, {
      allocationId: address.allocationId,
      subnetId: this.public[i].id,
      tags: tagsOf(this.settings, `nat-${i}`),
    });
    // begin egress
    new Route(this, `private-default-${i}`, {
      routeTableId: table.id,
      destinationCidrBlock: '0.0.0.0/0',
      natGatewayId: nat.id,
    });
    // end
  }
}
