using System.Text.Json.Nodes;
using Remediation.Core.Resources;
using Remediation.Core.Templates;
using Remediation.Core.Templates.Values;

namespace Remediation.Engine.Templates;

/// <summary>VPCs, subnets, routes, gateways, endpoints and flow logs as EC2 would list them.</summary>
internal static class VpcDocuments
{
    private const string Vpcs = "ec2.describe-vpcs";
    private const string Attributes = "ec2.describe-vpc-attribute";
    private const string Subnets = "ec2.describe-subnets";
    private const string Endpoints = "ec2.describe-vpc-endpoints";
    private const string FlowLogs = "ec2.describe-flow-logs";
    private const string RouteTables = "ec2.describe-route-tables";
    private const string Gateways = "ec2.describe-internet-gateways";

    public static void AddTo(TemplateDocuments documents)
    {
        foreach (
            var operation in (ReadOnlySpan<string>)
                [Vpcs, Attributes, Subnets, Endpoints, FlowLogs, RouteTables, Gateways]
        )
        {
            documents.Lists(operation);
        }
        Each(documents, ResourceTypes.Vpc, AddVpc);
        Each(documents, ResourceTypes.Subnet, AddSubnet);
        Each(documents, ResourceTypes.VpcEndpoint, AddEndpoint);
        Each(documents, ResourceTypes.FlowLog, AddFlowLog);
        Each(documents, ResourceTypes.RouteTable, AddRouteTable);
        Each(documents, ResourceTypes.InternetGateway, AddGateway);
    }

    private static void Each(TemplateDocuments documents, string type, Action<TemplateDocuments, TemplateResource> add)
    {
        foreach (var resource in documents.OfType(type))
        {
            add(documents, resource);
        }
    }

    private static void AddVpc(TemplateDocuments documents, TemplateResource vpc)
    {
        documents.Doubt(vpc.Id, vpc);
        var block = vpc.Properties.SymbolOf("CidrBlock");
        var blocks = OfVpc(documents, "AWS::EC2::VPCCidrBlock", vpc).ToList();
        documents.Add(
            Vpcs,
            new JsonObject
            {
                ["VpcId"] = vpc.Id,
                ["CidrBlock"] = block,
                ["IsDefault"] = false,
                ["CidrBlockAssociationSet"] = new JsonArray([
                    .. blocks
                        .Select(other => other.Properties.SymbolOf("CidrBlock"))
                        .Prepend(block)
                        .Where(text => text.Length > 0)
                        .Select(text => new JsonObject { ["CidrBlock"] = text }),
                ]),
                ["Ipv6CidrBlockAssociationSet"] = new JsonArray([
                    .. blocks
                        .Select(other => other.Properties.SymbolOf("Ipv6CidrBlock"))
                        .Where(text => text.Length > 0)
                        .Select(text => new JsonObject { ["Ipv6CidrBlock"] = text }),
                ]),
                ["Tags"] = ValueJson.Tags(vpc.Properties),
            }
        );
        documents.Add(
            Attributes,
            new JsonObject
            {
                ["VpcId"] = vpc.Id,
                ["EnableDnsSupport"] = Switch(vpc.Properties, "EnableDnsSupport", otherwise: true),
                ["EnableDnsHostnames"] = Switch(vpc.Properties, "EnableDnsHostnames", otherwise: false),
            }
        );
    }

    private static void AddSubnet(TemplateDocuments documents, TemplateResource subnet)
    {
        documents.Doubt(subnet.Id, subnet);
        var json = ValueJson.Object(subnet.Properties);
        json["SubnetId"] = subnet.Id;
        json["MapPublicIpOnLaunch"] = IsOn(subnet.Properties, "MapPublicIpOnLaunch");
        json["AssignIpv6AddressOnCreation"] = IsOn(subnet.Properties, "AssignIpv6AddressOnCreation");
        json["Tags"] = ValueJson.Tags(subnet.Properties);
        if (subnet.Properties["Ipv6CidrBlock"] is TextValue block)
        {
            json["Ipv6CidrBlockAssociationSet"] = new JsonArray(new JsonObject { ["Ipv6CidrBlock"] = block.Text });
        }
        documents.Add(Subnets, json);
    }

    private static void AddEndpoint(TemplateDocuments documents, TemplateResource endpoint)
    {
        documents.Doubt(endpoint.Id, endpoint);
        var json = ValueJson.Object(endpoint.Properties);
        json.Remove("SecurityGroupIds");
        json["VpcEndpointId"] = endpoint.Id;
        json["VpcEndpointType"] = endpoint.Properties.SymbolOf("VpcEndpointType") is { Length: > 0 } type
            ? type
            : "Gateway";
        json["State"] = "available";
        json["PrivateDnsEnabled"] = IsOn(endpoint.Properties, "PrivateDnsEnabled");
        json["Groups"] = new JsonArray([
            .. endpoint
                .Properties.Items("SecurityGroupIds")
                .Select(group => new JsonObject { ["GroupId"] = group.Symbol ?? "" }),
        ]);
        json["Tags"] = ValueJson.Tags(endpoint.Properties);
        if (json["PolicyDocument"] is JsonObject policy)
        {
            json["PolicyDocument"] = policy.ToJsonString();
        }
        documents.Add(Endpoints, json);
    }

    private static void AddFlowLog(TemplateDocuments documents, TemplateResource log)
    {
        var watched = log.Properties.SymbolOf("ResourceId");
        documents.Doubt(watched, log);
        var json = ValueJson.Object(log.Properties);
        json["FlowLogId"] = log.Id;
        json["ResourceId"] = watched;
        json["FlowLogStatus"] = "ACTIVE";
        json["Tags"] = ValueJson.Tags(log.Properties);
        documents.Add(FlowLogs, json);
    }

    private static void AddRouteTable(TemplateDocuments documents, TemplateResource table)
    {
        documents.Doubt(table.Id, table);
        var vpcId = table.Properties.SymbolOf("VpcId");
        var routes = new JsonArray();
        foreach (var vpc in documents.OfType(ResourceTypes.Vpc).Where(vpc => vpc.Id == vpcId))
        {
            routes.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["DestinationCidrBlock"] = vpc.Properties.SymbolOf("CidrBlock"),
                        ["GatewayId"] = "local",
                        ["Origin"] = "CreateRouteTable",
                        ["State"] = "active",
                    }
            );
        }
        foreach (var route in documents.OfType("AWS::EC2::Route").Where(route => Names(route, "RouteTableId", table)))
        {
            documents.Doubt(table.Id, route);
            documents.Doubt(table.Id, $"GatewayId of {route.LogicalId}", route.Properties["GatewayId"]);
            routes.Add((JsonNode)Route(route));
        }
        foreach (var route in documents.OfType("AWS::EC2::Route"))
        {
            var named = route.Properties["RouteTableId"];
            if (TemplateDocuments.MayName(named, [table]).Any())
            {
                documents.Doubt(table.Id, $"RouteTableId of {route.LogicalId}", named);
            }
        }
        documents.Add(
            RouteTables,
            new JsonObject
            {
                ["RouteTableId"] = table.Id,
                ["VpcId"] = vpcId,
                ["Routes"] = routes,
                ["Associations"] = Associations(documents, table),
                ["PropagatingVgws"] = new JsonArray(),
                ["Tags"] = ValueJson.Tags(table.Properties),
            }
        );
    }

    private static JsonObject Route(TemplateResource route)
    {
        var json = new JsonObject { ["Origin"] = "CreateRoute", ["State"] = "active" };
        foreach (var (name, value) in route.Properties.Entries)
        {
            // EC2 tells an endpoint that a route leads to as a gateway.
            var member = name == "VpcEndpointId" ? "GatewayId" : name;
            if (name != "RouteTableId")
            {
                json[member] = value.Symbol ?? "";
            }
        }
        return json;
    }

    private static JsonArray Associations(TemplateDocuments documents, TemplateResource table)
    {
        var ofSubnets = documents.OfType("AWS::EC2::SubnetRouteTableAssociation");
        var ofGateways = documents.OfType("AWS::EC2::GatewayRouteTableAssociation");
        return
        [
            .. ofSubnets
                .Concat(ofGateways)
                .Where(association => Names(association, "RouteTableId", table))
                .Select(association =>
                {
                    var json = new JsonObject
                    {
                        ["RouteTableAssociationId"] = association.Id,
                        ["RouteTableId"] = table.Id,
                        ["Main"] = false,
                    };
                    foreach (var name in (ReadOnlySpan<string>)["SubnetId", "GatewayId"])
                    {
                        if (association.Properties[name]?.Symbol is { } id)
                        {
                            json[name] = id;
                        }
                    }
                    return json;
                }),
        ];
    }

    private static void AddGateway(TemplateDocuments documents, TemplateResource gateway)
    {
        var attachments = documents
            .OfType("AWS::EC2::VPCGatewayAttachment")
            .Where(attachment => Names(attachment, "InternetGatewayId", gateway))
            .Select(attachment => new JsonObject
            {
                ["VpcId"] = attachment.Properties.SymbolOf("VpcId"),
                ["State"] = "available",
            });
        documents.Add(
            Gateways,
            new JsonObject
            {
                ["InternetGatewayId"] = gateway.Id,
                ["Attachments"] = new JsonArray([.. attachments]),
                ["Tags"] = ValueJson.Tags(gateway.Properties),
            }
        );
    }

    private static IEnumerable<TemplateResource> OfVpc(
        TemplateDocuments documents,
        string type,
        TemplateResource vpc
    ) => documents.OfType(type).Where(resource => Names(resource, "VpcId", vpc));

    private static bool Names(TemplateResource resource, string property, TemplateResource other) =>
        resource.Properties.SymbolOf(property) == other.Id;

    private static JsonObject Switch(MapValue properties, string name, bool otherwise) =>
        new() { ["Value"] = properties[name] is null ? otherwise : IsOn(properties, name) };

    private static bool IsOn(MapValue properties, string name) =>
        properties[name] is TextValue text && text.Text.Equals("true", StringComparison.OrdinalIgnoreCase);
}
