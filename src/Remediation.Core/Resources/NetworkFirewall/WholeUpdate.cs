using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// The one call that replaces a firewall policy or a rule group as a whole, with the token of the state that was read, so that what
/// somebody else wrote in between is never overwritten.
/// </summary>
internal sealed class WholeUpdate
{
    private readonly string _part;
    private readonly string _operation;
    private readonly string _content;
    private readonly string _response;
    private readonly string _arn;

    // What the call also sets, each told in the response of the description; left out it would be cleared.
    private readonly ImmutableArray<string> _beside;

    private WholeUpdate(
        string part,
        string operation,
        string content,
        string response,
        string arn,
        ImmutableArray<string> beside
    )
    {
        _part = part;
        _operation = operation;
        _content = content;
        _response = response;
        _arn = arn;
        _beside = beside;
    }

    public static WholeUpdate OfPolicy { get; } =
        new(
            FirewallParts.Policy,
            "UpdateFirewallPolicy",
            "FirewallPolicy",
            FirewallPolicy.Response,
            "FirewallPolicyArn",
            ["Description", "EncryptionConfiguration"]
        );

    public static WholeUpdate OfRuleGroup { get; } =
        new(
            FirewallParts.RuleGroup,
            "UpdateRuleGroup",
            "RuleGroup",
            FirewallRuleGroup.Response,
            "RuleGroupArn",
            ["Description", "EncryptionConfiguration", "SourceMetadata", "SummaryConfiguration"]
        );

    public OrderedCalls Between(DocumentState current, DocumentState desired, string summary)
    {
        if (current.DifferencesTo(desired).IsEmpty)
        {
            return OrderedCalls.Of([]);
        }
        if (FirewallToken.Of(current.Parts[_part]) is not { } token)
        {
            return OrderedCalls.None(
                $"the output of {_part} has no {FirewallToken.Name}, without which it cannot be updated"
            );
        }
        if (desired.Parts.GetValueOrDefault(_part)?.At(DocumentPath.Of(_content)) is not { } content)
        {
            return OrderedCalls.None($"what is wanted has no {_content}");
        }
        var call = ApiCall.Create(
            FirewallParts.Service,
            _operation,
            ApiCallEffect.Changes,
            summary,
            writer => Write(writer, current, desired, token, content)
        );
        var after = (DocumentState?)Apply(current, call).State;
        return after?.DifferencesTo(desired) is [var left, ..]
            ? OrderedCalls.None($"{_operation} does not turn {left.Path} into what is wanted")
            : OrderedCalls.Of([call]);
    }

    public Applied<ResourceState> Apply(DocumentState state, ApiCall call)
    {
        if (call.Service != FirewallParts.Service || call.Operation != _operation)
        {
            return Applied<ResourceState>.Refused(CallError.UnknownOperation, $"{call.Operation} is not a call on it");
        }
        if (FirewallJson.Text(call.Parameters, _arn) != state.Id.Id)
        {
            return Applied<ResourceState>.Refused("ResourceNotFoundException", "the call names another resource");
        }
        var described = state.Parts[_part];
        if (FirewallToken.Fault(described, call.Parameters, isRequired: true) is { } stale)
        {
            return Applied<ResourceState>.Refused(FirewallToken.Invalid, stale);
        }
        if (FirewallJson.Member(call.Parameters, _content) is not { ValueKind: JsonValueKind.Object } content)
        {
            return Applied<ResourceState>.Refused("InvalidRequestException", $"the call has no {_content}");
        }
        var updated = _beside.Aggregate(
            described.With(DocumentPath.Of(_content), AwsDocument.Of(content)),
            (document, member) => Put(document, call, member)
        );
        return Applied<ResourceState>.To(state.WithPart(_part, FirewallToken.Renewed(updated, call)));
    }

    private AwsDocument Put(AwsDocument document, ApiCall call, string member)
    {
        var value = FirewallJson.Member(call.Parameters, member);
        var path = DocumentPath.Of(_response, member);
        return value.ValueKind == JsonValueKind.Undefined
            ? document.Without(path)
            : document.With(path, AwsDocument.Of(value));
    }

    private void Write(
        Utf8JsonWriter writer,
        DocumentState current,
        DocumentState desired,
        string token,
        AwsDocument content
    )
    {
        writer.WriteString(FirewallToken.Name, token);
        writer.WriteString(_arn, current.Id.Id);
        writer.WritePropertyName(_content);
        content.Root.WriteTo(writer);
        foreach (var member in _beside)
        {
            if (desired.Parts[_part].At(DocumentPath.Of(_response, member)) is { } value)
            {
                writer.WritePropertyName(member);
                value.Root.WriteTo(writer);
            }
        }
    }
}
