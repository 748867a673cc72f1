import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

export class Network extends Construct {
  readonly vpc: ec2.CfnVPC;
  readonly publicSubnets: ec2.CfnSubnet[] = [];
  readonly privateSubnets: ec2.CfnSubnet[] = [];

  constructor(scope: Construct, id: string, zones: string[]) {
    super(scope, id);
    this.vpc = new ec2.CfnVPC(this, 'vpc', { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true });
    const gateway = new ec2.CfnInternetGateway(this, 'igw');
    const attachment = new ec2.CfnVPCGatewayAttachment(this, 'igw-attachment', {
      vpcId: this.vpc.ref,
      internetGatewayId: gateway.ref,
    });
    const publicTable = new ec2.CfnRouteTable(this, 'public-rt', { vpcId: this.vpc.ref });
    const publicRoute = new ec2.CfnRoute(this, 'public-route', {
      routeTableId: publicTable.ref,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.ref,
    });
    publicRoute.addDependency(attachment);
    const privateTable = new ec2.CfnRouteTable(this, 'private-rt', { vpcId: this.vpc.ref });

    for (const [i, zone] of zones.entries()) {
      this.publicSubnets.push(this.subnet('public', i, { block: i, zone, table: publicTable, open: true }));
      this.privateSubnets.push(this.subnet('private', i, { block: 10 + i, zone, table: privateTable }));
    }

    const spare = new ec2.CfnSubnet(this, 'spare', { vpcId: this.vpc.ref, cidrBlock: '10.0.20.0/24' });
    // begin spare-association
    new ec2.CfnSubnetRouteTableAssociation(this, 'spare-rta', {
      subnetId: spare.ref,
      routeTableId: privateTable.ref,
    });
    // end

    const address = new ec2.CfnEIP(this, 'nat-eip', { domain: 'vpc' });
    address.addDependency(attachment);
    const nat = new ec2.CfnNatGateway(this, 'nat', {
      allocationId: address.attrAllocationId,
      subnetId: this.publicSubnets[0].ref,
    });
    // begin nat-route
    new ec2.CfnRoute(this, 'private-route', {
      routeTableId: privateTable.ref,
      destinationCidrBlock: '0.0.0.0/0',
      natGatewayId: nat.ref,
    });
    // end
  }

  private subnet(
    tier: string,
    index: number,
    options: { block: number; zone: string; table: ec2.CfnRouteTable; open?: boolean },
  ): ec2.CfnSubnet {
    const subnet = new ec2.CfnSubnet(this, `${tier}-${index}`, {
      vpcId: this.vpc.ref,
      cidrBlock: `10.0.${options.block}.0/24`,
      availabilityZone: options.zone,
      mapPublicIpOnLaunch: options.open,
    });
    new ec2.CfnSubnetRouteTableAssociation(this, `${tier}-rta-${index}`, {
      subnetId: subnet.ref,
      routeTableId: options.table.ref,
    });
    return subnet;
  }
}
