import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { InternetGatewayAttachment } from '@cdktf/provider-aws/lib/internet-gateway-attachment';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Construct } from 'constructs';

export class Network extends Construct {
  readonly vpc: Vpc;
  readonly publicSubnets: Subnet[] = [];
  readonly privateSubnets: Subnet[] = [];

  constructor(scope: Construct, id: string, zones: string[]) {
    super(scope, id);
    this.vpc = new Vpc(this, 'vpc', { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true });
    const gateway = new InternetGateway(this, 'igw');
    const attachment = new InternetGatewayAttachment(this, 'igw-attachment', {
      vpcId: this.vpc.id,
      internetGatewayId: gateway.id,
    });
    const publicTable = new RouteTable(this, 'public-rt', { vpcId: this.vpc.id });
    new Route(this, 'public-route', {
      routeTableId: publicTable.id,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.id,
      dependsOn: [attachment],
    });
    const privateTable = new RouteTable(this, 'private-rt', { vpcId: this.vpc.id });

    zones.forEach((zone, i) => {
      const publicSubnet = new Subnet(this, `public-${i}`, {
        vpcId: this.vpc.id,
        cidrBlock: `10.0.${i}.0/24`,
        availabilityZone: zone,
        mapPublicIpOnLaunch: true,
      });
      new RouteTableAssociation(this, `public-rta-${i}`, { subnetId: publicSubnet.id, routeTableId: publicTable.id });
      this.publicSubnets.push(publicSubnet);

      const privateSubnet = new Subnet(this, `private-${i}`, {
        vpcId: this.vpc.id,
        cidrBlock: `10.0.${10 + i}.0/24`,
        availabilityZone: zone,
      });
      new RouteTableAssociation(this, `private-rta-${i}`, { subnetId: privateSubnet.id, routeTableId: privateTable.id });
      this.privateSubnets.push(privateSubnet);
    });

    const spare = new Subnet(this, 'spare', { vpcId: this.vpc.id, cidrBlock: '10.0.20.0/24' });
    // begin spare-association
    new RouteTableAssociation(this, 'spare-rta', { subnetId: spare.id, routeTableId: privateTable.id });
    // end

    const address = new Eip(this, 'nat-eip', { domain: 'vpc', dependsOn: [attachment] });
    const nat = new NatGateway(this, 'nat', { allocationId: address.id, subnetId: this.publicSubnets[0].id });
    // begin nat-route
    new Route(this, 'private-route', {
      routeTableId: privateTable.id,
      destinationCidrBlock: '0.0.0.0/0',
      natGatewayId: nat.id,
    });
    // end
  }
}
