import * as aws from '@pulumi/aws';

export interface Network {
  vpc: aws.ec2.Vpc;
  publicSubnets: aws.ec2.Subnet[];
  privateSubnets: aws.ec2.Subnet[];
}

export function createNetwork(zones: string[]): Network {
  const vpc = new aws.ec2.Vpc('vpc', { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true });
  const gateway = new aws.ec2.InternetGateway('igw');
  const attachment = new aws.ec2.InternetGatewayAttachment('igw-attachment', {
    vpcId: vpc.id,
    internetGatewayId: gateway.id,
  });
  const publicTable = new aws.ec2.RouteTable('public-rt', { vpcId: vpc.id });
  new aws.ec2.Route(
    'public-route',
    { routeTableId: publicTable.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: gateway.id },
    { dependsOn: [attachment] },
  );
  const privateTable = new aws.ec2.RouteTable('private-rt', { vpcId: vpc.id });

  const tier = (name: string, offset: number, table: aws.ec2.RouteTable, mapPublicIpOnLaunch?: boolean) =>
    zones.map((availabilityZone, i) => {
      const subnet = new aws.ec2.Subnet(`${name}-${i}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${offset + i}.0/24`,
        availabilityZone,
        mapPublicIpOnLaunch,
      });
      new aws.ec2.RouteTableAssociation(`${name}-rta-${i}`, { subnetId: subnet.id, routeTableId: table.id });
      return subnet;
    });
  const publicSubnets = tier('public', 0, publicTable, true);
  const privateSubnets = tier('private', 10, privateTable);

  const spare = new aws.ec2.Subnet('spare', { vpcId: vpc.id, cidrBlock: '10.0.20.0/24' });
  // begin spare-association
  new aws.ec2.RouteTableAssociation('spare-rta', { subnetId: spare.id, routeTableId: privateTable.id });
  // end

  const address = new aws.ec2.Eip('nat-eip', { domain: 'vpc' }, { dependsOn: [attachment] });
  const nat = new aws.ec2.NatGateway('nat', { allocationId: address.id, subnetId: publicSubnets[0].id });
  // begin nat-route
  new aws.ec2.Route('private-route', {
    routeTableId: privateTable.id,
    destinationCidrBlock: '0.0.0.0/0',
    natGatewayId: nat.id,
  });
  // end
  return { vpc, publicSubnets, privateSubnets };
}
