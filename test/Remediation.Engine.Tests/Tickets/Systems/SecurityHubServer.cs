using System.Text.Json.Nodes;
using Remediation.Engine.Tickets;
using Remediation.Engine.Tickets.Sinks;
using Remediation.Testing.Web;

namespace Remediation.Engine.Tests.Tickets.Systems;

/// <summary>
/// Security Hub as AWS documents it: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html, with the
/// required members of https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html.
/// </summary>
internal sealed class SecurityHubServer : TicketServer
{
    private static readonly string[] Required =
    [
        "AwsAccountId",
        "CreatedAt",
        "Description",
        "GeneratorId",
        "Id",
        "ProductArn",
        "Resources",
        "SchemaVersion",
        "Severity",
        "Title",
        "Types",
        "UpdatedAt",
    ];

    public override ITicketSink Sink(Senders senders) => new SecurityHubTickets(Senders.Aws(Server.Endpoint));

    protected override LocalAnswer Answer(LocalRequest request)
    {
        Demand(request is { Method: "POST", Path: "/findings/import" }, "post");
        Demand(
            request.Header("Authorization").Contains("/securityhub/aws4_request", StringComparison.Ordinal),
            "signature"
        );
        var finding = Object(request)["Findings"]!.AsArray().Single()!.DeepClone().AsObject();
        Demand(Required.All(name => finding[name] is not null), "required");
        Demand(((string)finding["Title"]!).Length <= 256 && ((string)finding["Description"]!).Length <= 1024, "text");
        var account = (string)finding["AwsAccountId"]!;
        Demand(
            (string)finding["ProductArn"]! == $"arn:aws:securityhub:us-east-1:{account}:product/{account}/default",
            "product"
        );
        Demand(finding["ProductFields"]!.AsObject().All(field => ((string)field.Value!).Length <= 2048), "fields");
        var id = (string)finding["Id"]!;
        if (Find(id) is not { } kept)
        {
            kept = new(id, id.Split('/')[1], finding);
            Tickets.Add(kept);
        }
        kept.Content = finding;
        kept.IsOpen = (string)finding["RecordState"]! == "ACTIVE";
        return new(200, """{"FailedCount":0,"SuccessCount":1,"FailedFindings":[]}""");
    }
}
