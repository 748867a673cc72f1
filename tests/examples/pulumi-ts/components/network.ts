import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface NetworkArgs {
  environmentSuffix: string;
  cidr: string;
  availabilityZones: string[];
  tags: Record<string, string>;
}

export class Network extends pulumi.ComponentResource {
  public readonly vpc: aws.ec2.Vpc;
  public readonly publicSubnets: aws.ec2.Subnet[] = [];
  public readonly privateSubnets: aws.ec2.Subnet[] = [];

  constructor(name: string, private readonly args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:network:Network', name, {}, opts);
    const { environmentSuffix: suffix, availabilityZones, tags } = args;

    this.vpc = new aws.ec2.Vpc(
      `vpc-${suffix}`,
      {
        cidrBlock: args.cidr,
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: { ...tags, Name: `clinic-vpc-${suffix}` },
      },
      { parent: this },
    );
    const gateway = new aws.ec2.InternetGateway(`igw-${suffix}`, { vpcId: this.vpc.id, tags }, { parent: this });

    for (let i = 0; i < availabilityZones.length; i++) {
      this.publicSubnets.push(this.subnet('public', i, i, true));
      this.privateSubnets.push(this.subnet('private', i, 10 + i, false));
    }

    const publicTable = this.routeTable('public');
    new aws.ec2.Route(
      `public-default-${suffix}`,
      { routeTableId: publicTable.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: gateway.id },
      { parent: this },
    );
    this.associate('public', this.publicSubnets, publicTable);
    this.associate('private', this.privateSubnets, this.routeTable('private'));

    this.registerOutputs({ vpcId: this.vpc.id });
  }

  private subnet(tier: string, index: number, block: number, mapPublicIpOnLaunch: boolean): aws.ec2.Subnet {
    const { availabilityZones, environmentSuffix, tags } = this.args;
    return new aws.ec2.Subnet(
      `${tier}-${index}-${environmentSuffix}`,
      {
        vpcId: this.vpc.id,
        cidrBlock: `10.64.${block}.0/24`,
        availabilityZone: availabilityZones[index],
        mapPublicIpOnLaunch,
        tags: { ...tags, Name: `clinic-${tier}-${index}-${environmentSuffix}`, Tier: tier },
      },
      { parent: this },
    );
  }

  private routeTable(tier: string): aws.ec2.RouteTable {
    const { environmentSuffix, tags } = this.args;
    return new aws.ec2.RouteTable(`${tier}-rt-${environmentSuffix}`, { vpcId: this.vpc.id, tags }, { parent: this });
  }

  private associate(tier: string, subnets: aws.ec2.Subnet[], table: aws.ec2.RouteTable): void {
    subnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `${tier}-rta-${i}-${this.args.environmentSuffix}`,
        { subnetId: subnet.id, routeTableId: table.id },
        { parent: this },
      );
    });
  }
}
