import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { GatewayConstruct } from "./gateway-construct";
import { LoggingConstruct } from "./logging-construct";
import { NetworkConstruct } from "./network-construct";

interface PaymentsStackProps {
  environmentSuffix: string;
  region: string;
  stateBucket: string;
  defaultTags: Record<string, string>;
}

export class PaymentsStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: PaymentsStackProps) {
    super(scope, id);
    const { environmentSuffix, region, stateBucket, defaultTags } = props;
    const stateLockTable = `payments-locks-${environmentSuffix}`;

    new AwsProvider(this, "aws", { region, defaultTags: [{ tags: defaultTags }] });
    new S3Backend(this, { bucket: stateBucket, key: `payments/${environmentSuffix}.tfstate`, region, encrypt: true });

    const network = new NetworkConstruct(this, "network", {
      environmentSuffix,
      availabilityZones: ["a", "b"].map((zone) => `${region}${zone}`),
    });
    const logging = new LoggingConstruct(this, "logging", { environmentSuffix });
    const gateway = new GatewayConstruct(this, "gateway", {
      environmentSuffix,
      region,
      network,
      logging,
      domain: "payments.example.com",
    });

    new TerraformOutput(this, "endpoint", { value: gateway.loadBalancer.dnsName });
  }
}
