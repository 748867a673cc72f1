import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { stack, tagsFor } from './settings';

export interface NetworkArgs {
  cidrPrefix: string;
  zones: string[];
}

export class Network extends pulumi.ComponentResource {
  public readonly vpc: aws.ec2.Vpc;
  public readonly public: aws.ec2.Subnet[];
  public readonly app: aws.ec2.Subnet[];
  public readonly data: aws.ec2.Subnet[];
  public readonly privateTables: aws.ec2.RouteTable[];
  public readonly dataTable: aws.ec2.RouteTable;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super('shop:network:Network', name, args, opts);
    const child = { parent: this };

    this.vpc = new aws.ec2.Vpc(
      `vpc-${stack}`,
      {
        cidrBlock: `${args.cidrPrefix}.0.0/16`,
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: tagsFor('vpc'),
      },
      child,
    );
    const gateway = new aws.ec2.InternetGateway(
      `igw-${stack}`,
      { vpcId: this.vpc.id, tags: tagsFor('igw') },
      { parent: this.vpc },
    );

    const tier = (tierName: string, offset: number, extra: Partial<aws.ec2.SubnetArgs> = {}) =>
      args.zones.map(
        (availabilityZone, index) =>
          new aws.ec2.Subnet(
            `${tierName}-${index}-${stack}`,
            {
              vpcId: this.vpc.id,
              cidrBlock: `${args.cidrPrefix}.${offset + index}.0/24`,
              availabilityZone,
              tags: tagsFor(`${tierName}-${index}`, { Tier: tierName }),
              ...extra,
            },
            { parent: this.vpc },
          ),
      );
    this.public = tier('public', 0, { mapPublicIpOnLaunch: true });
    this.app = tier('app', 16);
    this.data = tier('data', 32);

    const publicTable = this.table('public-rt');
    new aws.ec2.Route(
      `public-default-${stack}`,
      { routeTableId: publicTable.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: gateway.id },
      child,
    );
    this.associate('public', this.public, () => publicTable);

    this.privateTables = args.zones.map((_, index) => this.table(`private-rt-${index}`));
    this.associate('app', this.app, (index) => this.privateTables[index]);
    this.privateTables.forEach((table, index) => {
      const eip = new aws.ec2.Eip(
        `nat-eip-${index}-${stack}`,
        { domain: 'vpc', tags: tagsFor(`nat-${index}`) },
        { parent: this, dependsOn: [gateway] },
      );
      const nat = new aws.ec2.NatGateway(
        `nat-${index}-${stack}`,
        { allocationId: eip.allocationId, subnetId: this.public[index].id, tags: tagsFor(`nat-${index}`) },
        child,
      );
      // begin egress
      new aws.ec2.Route(
        `private-default-${index}-${stack}`,
        { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', natGatewayId: nat.id },
        child,
      );
      // end
    });

    this.dataTable = this.table('data-rt');
    // begin data-associations
    this.associate('data', this.data, () => this.dataTable);
    // end

    this.registerOutputs({ vpcId: this.vpc.id });
  }

  private table(name: string): aws.ec2.RouteTable {
    return new aws.ec2.RouteTable(
      `${name}-${stack}`,
      { vpcId: this.vpc.id, tags: tagsFor(name) },
      { parent: this.vpc },
    );
  }

  private associate(tier: string, subnets: aws.ec2.Subnet[], tableOf: (index: number) => aws.ec2.RouteTable): void {
    for (let i = 0; i < subnets.length; i++) {
      new aws.ec2.RouteTableAssociation(
        `${tier}-rta-${i}-${stack}`,
        { subnetId: subnets[i].id, routeTableId: tableOf(i).id },
        { parent: this },
      );
    }
  }
}
