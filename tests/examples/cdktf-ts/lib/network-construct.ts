import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";

interface NetworkConstructProps {
  environmentSuffix: string;
  availabilityZones: string[];
}

export class NetworkConstruct extends Construct {
  public readonly vpc: Vpc;
  public readonly publicSubnets: Subnet[] = [];
  public readonly privateSubnets: Subnet[] = [];
  public readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: NetworkConstructProps) {
    super(scope, id);
    const { environmentSuffix, availabilityZones } = props;

    this.vpc = new Vpc(this, "vpc", {
      cidrBlock: "172.20.0.0/16",
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: `payments-vpc-${environmentSuffix}` },
    });
    const internetGateway = new InternetGateway(this, "igw", { vpcId: this.vpc.id });

    availabilityZones.forEach((availabilityZone, index) => {
      this.publicSubnets.push(
        new Subnet(this, `public-${index}`, {
          vpcId: this.vpc.id,
          availabilityZone,
          cidrBlock: `172.20.${index}.0/24`,
          mapPublicIpOnLaunch: true,
          tags: { Name: `payments-public-${index}-${environmentSuffix}` },
        }),
      );
      this.privateSubnets.push(
        new Subnet(this, `private-${index}`, {
          vpcId: this.vpc.id,
          availabilityZone,
          cidrBlock: `172.20.${index + 100}.0/24`,
          tags: { Name: `payments-private-${index}-${environmentSuffix}` },
        }),
      );
    });

    const publicTable = new RouteTable(this, "public-rt", {
      vpcId: this.vpc.id,
      route: [{ cidrBlock: "0.0.0.0/0", gatewayId: internetGateway.id }],
      tags: { Name: `payments-public-${environmentSuffix}` },
    });
    this.publicSubnets.forEach((subnet, index) => {
      new RouteTableAssociation(this, `public-rta-${index}`, { subnetId: subnet.id, routeTableId: publicTable.id });
    });

    const privateTable = new RouteTable(this, "private-rt", {
      vpcId: this.vpc.id,
      tags: { Name: `payments-private-${environmentSuffix}` },
    });
    this.privateSubnets.forEach((subnet, index) => {
      new RouteTableAssociation(this, `private-rta-${index}`, { subnetId: subnet.id, routeTableId: privateTable.id });
    });

    this.securityGroup = new SecurityGroup(this, "sg", {
      vpcId: this.vpc.id,
      ingress: [443, 3000].map((port) => ({
        fromPort: port,
        toPort: port,
        protocol: "tcp",
        cidrBlocks: ["0.0.0.0/0"],
      })),
      egress: [{ fromPort: 0, toPort: 0, protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }],
    });
  }
}
