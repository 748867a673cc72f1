"""Makes programs of a wanted length in the shape of real ones: an entry, several stack files, helpers, loops."""

from __future__ import annotations

_TS_HEAD = """import { Construct } from 'constructs';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';

export interface NetworkProps { environment: string; zones: string[]; tags: { [key: string]: string } }

export class Network@N@ extends Construct {
  public readonly vpc: Vpc;
  public readonly publicSubnets: Subnet[] = [];

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const name = (stem: string) => `${stem}-${props.environment}-@N@`;
    this.vpc = new Vpc(this, name('vpc'), { cidrBlock: '10.@N@.0.0/16', enableDnsSupport: true, tags: props.tags });
    const igw = new InternetGateway(this, name('igw'), { vpcId: this.vpc.id });
    const table = new RouteTable(this, name('public-rt'), { vpcId: this.vpc.id });
    new Route(this, name('default'), { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: igw.id });
    props.zones.forEach((zone, index) => {
      const subnet = new Subnet(this, name(`public-${index}`), {
        vpcId: this.vpc.id,
        cidrBlock: `10.@N@.${index}.0/24`,
        availabilityZone: zone,
        mapPublicIpOnLaunch: true,
        tags: { ...props.tags, Name: name(`public-${index}`) },
      });
      new RouteTableAssociation(this, name(`public-rta-${index}`), { subnetId: subnet.id, routeTableId: table.id });
      this.publicSubnets.push(subnet);
    });
"""
_TS_BLOCK = """    const group@I@ = new SecurityGroup(this, name('sg-@I@'), {
      vpcId: this.vpc.id,
      description: 'service @I@',
      ingress: [{ fromPort: 443, toPort: 443, protocol: 'tcp', cidrBlocks: [this.vpc.cidrBlock] }],
      egress: [{ fromPort: 0, toPort: 0, protocol: '-1', cidrBlocks: ['0.0.0.0/0'] }],
      tags: { ...props.tags, Name: name('sg-@I@') },
    });
    const balancer@I@ = new Lb(this, name('lb-@I@'), {
      loadBalancerType: 'application',
      securityGroups: [group@I@.id],
      subnets: this.publicSubnets.map((subnet) => subnet.id),
    });
    new LbListener(this, name('http-@I@'), {
      loadBalancerArn: balancer@I@.arn,
      port: 80,
      protocol: 'HTTP',
      defaultAction: [{ type: 'redirect', redirect: { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' } }],
    });
    new S3Bucket(this, name('bucket-@I@'), { bucket: name('data-@I@'), forceDestroy: props.environment !== 'prod' });
"""
_TS_TAIL = "  }\n}\n"

_PY_HEAD = """from constructs import Construct
from cdktf_cdktf_provider_aws.vpc import Vpc
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route import Route
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.lb import Lb
from cdktf_cdktf_provider_aws.lb_listener import LbListener, LbListenerDefaultAction
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.security_group import SecurityGroup, SecurityGroupEgress, SecurityGroupIngress


class Network@N@(Construct):
    def __init__(self, scope: Construct, id: str, *, environment: str, zones: list[str], tags: dict[str, str]):
        super().__init__(scope, id)
        self.environment = environment
        self.vpc = Vpc(self, self._name("vpc"), cidr_block="10.@N@.0.0/16", enable_dns_support=True, tags=tags)
        igw = InternetGateway(self, self._name("igw"), vpc_id=self.vpc.id)
        table = RouteTable(self, self._name("public-rt"), vpc_id=self.vpc.id)
        Route(self, self._name("default"), route_table_id=table.id, destination_cidr_block="0.0.0.0/0", gateway_id=igw.id)
        self.public_subnets = []
        for index, zone in enumerate(zones):
            subnet = Subnet(
                self,
                self._name(f"public-{index}"),
                vpc_id=self.vpc.id,
                cidr_block=f"10.@N@.{index}.0/24",
                availability_zone=zone,
                tags={**tags, "Name": self._name(f"public-{index}")},
            )
            RouteTableAssociation(self, self._name(f"rta-{index}"), subnet_id=subnet.id, route_table_id=table.id)
            self.public_subnets.append(subnet)
"""
_PY_BLOCK = """        group@I@ = SecurityGroup(
            self,
            self._name("sg-@I@"),
            vpc_id=self.vpc.id,
            description="service @I@",
            ingress=[SecurityGroupIngress(from_port=443, to_port=443, protocol="tcp", cidr_blocks=["10.0.0.0/8"])],
            egress=[SecurityGroupEgress(from_port=0, to_port=0, protocol="-1", cidr_blocks=["0.0.0.0/0"])],
            tags={**tags, "Name": self._name("sg-@I@")},
        )
        balancer@I@ = Lb(
            self,
            self._name("lb-@I@"),
            load_balancer_type="application",
            security_groups=[group@I@.id],
            subnets=[subnet.id for subnet in self.public_subnets],
        )
        LbListener(
            self,
            self._name("http-@I@"),
            load_balancer_arn=balancer@I@.arn,
            port=80,
            protocol="HTTP",
            default_action=[LbListenerDefaultAction(type="forward", target_group_arn="arn:aws:x")],
        )
        S3Bucket(self, self._name("bucket-@I@"), bucket=self._name("data-@I@"), force_destroy=environment != "prod")
"""
_PY_TAIL = """
    def _name(self, stem: str) -> str:
        return f"{stem}-{self.environment}-@N@"
"""


def make(language: str, lines: int) -> dict[str, str]:
    """A program of about ``lines`` lines as texts by relative path; a quarter of it stands in each of up to four files."""
    script = language == "typescript"
    head, block, tail = (_TS_HEAD, _TS_BLOCK, _TS_TAIL) if script else (_PY_HEAD, _PY_BLOCK, _PY_TAIL)
    suffix = "ts" if script else "py"
    count = 1 if lines < 500 else 4
    each = max(1, (lines // count - head.count("\n") - tail.count("\n")) // block.count("\n"))
    files = {}
    for number in range(count):
        body = head + "".join(block.replace("@I@", str(i)) for i in range(each)) + tail
        files[f"lib/network{number}.{suffix}"] = body.replace("@N@", str(number))
    numbers = range(count)
    if script:
        files["main.ts"] = (
            "import { App, TerraformStack } from 'cdktf';\n"
            + "".join(f"import {{ Network{n} }} from './lib/network{n}';\n" for n in numbers)
            + "const app = new App();\nconst stack = new TerraformStack(app, 'main');\n"
            + "const props = { environment: 'dev', zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'], tags: { team: 'x' } };\n"
            + "".join(f"new Network{n}(stack, 'network-{n}', props);\n" for n in numbers)
            + "app.synth();\n"
        )
        command = "npx ts-node main.ts"
        files["tsconfig.json"] = (
            '{"compilerOptions": {"target": "ES2022", "module": "commonjs", "strict": true, "skipLibCheck": true}}\n'
        )
    else:
        files["lib/__init__.py"] = ""
        files["main.py"] = (
            "from cdktf import App, TerraformStack\n"
            + "".join(f"from lib.network{n} import Network{n}\n" for n in numbers)
            + "app = App()\nstack = TerraformStack(app, 'main')\nzones = ['us-east-1a', 'us-east-1b', 'us-east-1c']\n"
            + "".join(
                f"Network{n}(stack, 'network-{n}', environment='dev', zones=zones, tags={{'team': 'x'}})\n"
                for n in numbers
            )
            + "app.synth()\n"
        )
        command = "python3 main.py"
    files["cdktf.json"] = f'{{"language": "{language}", "app": "{command}"}}\n'
    return files
