using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;

namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>
/// The calls that lead from one state of a firewall to another, and what each makes of it. The first call on the firewall itself
/// carries the token of the state that was read, so that a change in between is noticed; every call makes a new token, which only
/// its answer tells, so the calls after it carry none.
/// </summary>
internal static class FirewallCalls
{
    private const string Refused = "InvalidOperationException";

    // What one call sets, in the order in which it is put right.
    private static readonly ImmutableArray<(string Member, string Operation)> Single =
    [
        ("DeleteProtection", "UpdateFirewallDeleteProtection"),
        ("SubnetChangeProtection", "UpdateSubnetChangeProtection"),
        ("FirewallPolicyChangeProtection", "UpdateFirewallPolicyChangeProtection"),
        ("Description", "UpdateFirewallDescription"),
        ("EnabledAnalysisTypes", "UpdateFirewallAnalysisSettings"),
        ("EncryptionConfiguration", "UpdateFirewallEncryptionConfiguration"),
    ];

    public static OrderedCalls Between(Firewall current, Firewall desired)
    {
        if (current.DifferencesTo(desired).IsEmpty)
        {
            return OrderedCalls.Of([]);
        }
        var steps = new Steps(current);
        LoggingSteps.More(steps, desired);
        ChangePolicy(steps, desired);
        ChangeSubnets(steps, desired);
        foreach (var (member, operation) in Single)
        {
            steps.Set(operation, member, Member(desired, member));
        }
        LoggingSteps.Less(steps, desired);
        return steps.Outcome(desired);
    }

    public static Applied<ResourceState> Apply(Firewall state, ApiCall call)
    {
        if (call.Service != FirewallParts.Service)
        {
            return Applied<ResourceState>.Refused(CallError.UnknownOperation, $"{call.Service} has no firewalls");
        }
        if (FirewallJson.Text(call.Parameters, "FirewallArn") is { } arn && arn != state.Id.Id)
        {
            return Applied<ResourceState>.Refused("ResourceNotFoundException", $"{arn} is not this firewall");
        }
        if (call.Operation == "UpdateLoggingConfiguration")
        {
            return LoggingSteps.Apply(state, call.Parameters);
        }
        var described = state.Parts[FirewallParts.Firewall];
        if (FirewallToken.Fault(described, call.Parameters, isRequired: false) is { } stale)
        {
            return Applied<ResourceState>.Refused(FirewallToken.Invalid, stale);
        }
        return call.Operation switch
        {
            "AssociateFirewallPolicy" when state.PolicyChangeProtection => Applied<ResourceState>.Refused(
                Refused,
                "the firewall is protected against a change of its policy"
            ),
            "AssociateFirewallPolicy" => Put(state, call, "FirewallPolicyArn"),
            "AssociateSubnets" or "DisassociateSubnets" => ApplySubnets(state, call),
            _ when Single.FirstOrDefault(one => one.Operation == call.Operation) is { Member: { } member } => Put(
                state,
                call,
                member
            ),
            _ => Applied<ResourceState>.Refused(
                CallError.UnknownOperation,
                $"{call.Operation} is not a call on a firewall"
            ),
        };
    }

    private static void ChangePolicy(Steps steps, Firewall desired)
    {
        if (steps.State.PolicyArn != desired.PolicyArn)
        {
            steps.Unlock("UpdateFirewallPolicyChangeProtection", "FirewallPolicyChangeProtection");
            steps.Set("AssociateFirewallPolicy", "FirewallPolicyArn", Member(desired, "FirewallPolicyArn"));
        }
    }

    // Before one is taken away the other is there.
    private static void ChangeSubnets(Steps steps, Firewall desired)
    {
        var (has, wants) = (Mappings(steps.State), Mappings(desired));
        var more = wants.Where(mapping => !has.ContainsKey(mapping.Key)).Select(mapping => mapping.Value).ToList();
        var less = has.Keys.Where(subnet => !wants.ContainsKey(subnet)).ToList();
        if (more.Count + less.Count > 0)
        {
            steps.Unlock("UpdateSubnetChangeProtection", "SubnetChangeProtection");
        }
        if (more.Count > 0)
        {
            steps.Add(
                "AssociateSubnets",
                ApiCallEffect.Adds,
                $"put firewall endpoints into {more.Count} subnets",
                writer => WriteList(writer, "SubnetMappings", more, (item, to) => item.WriteTo(to))
            );
        }
        if (less.Count > 0)
        {
            steps.Add(
                "DisassociateSubnets",
                ApiCallEffect.Removes,
                $"take the firewall endpoints out of {string.Join(", ", less)}",
                writer => WriteList(writer, "SubnetIds", less, (item, to) => to.WriteStringValue(item))
            );
        }
    }

    private static Dictionary<string, JsonElement> Mappings(Firewall firewall)
    {
        var mappings = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var mapping in FirewallJson.Items(firewall.At(FirewallParts.FirewallSettings), "SubnetMappings"))
        {
            mappings[FirewallJson.Text(mapping, "SubnetId") ?? ""] = mapping;
        }
        return mappings;
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string name, List<T> items, Action<T, Utf8JsonWriter> write)
    {
        writer.WriteStartArray(name);
        items.ForEach(item => write(item, writer));
        writer.WriteEndArray();
    }

    private static JsonElement Member(Firewall firewall, string name) =>
        FirewallJson.Member(firewall.At(FirewallParts.FirewallSettings), name);

    private static Applied<ResourceState> ApplySubnets(Firewall state, ApiCall call)
    {
        if (state.SubnetChangeProtection)
        {
            return Applied<ResourceState>.Refused(Refused, "the firewall is protected against a change of its subnets");
        }
        var mappings = Mappings(state);
        foreach (var mapping in FirewallJson.Items(call.Parameters, "SubnetMappings"))
        {
            var subnet = FirewallJson.Text(mapping, "SubnetId") ?? "";
            if (!mappings.TryAdd(subnet, mapping))
            {
                return Applied<ResourceState>.Refused(Refused, $"{subnet} has an endpoint of the firewall already");
            }
        }
        foreach (var subnet in FirewallJson.Texts(call.Parameters, "SubnetIds"))
        {
            if (!mappings.Remove(subnet))
            {
                return Applied<ResourceState>.Refused(
                    "InvalidRequestException",
                    $"{subnet} has no endpoint of the firewall"
                );
            }
        }
        var list = AwsDocument.Build(writer =>
        {
            writer.WriteStartArray();
            mappings.Values.ToList().ForEach(mapping => mapping.WriteTo(writer));
            writer.WriteEndArray();
        });
        return Written(state, call, described => described.With(DocumentPath.Of("Firewall", "SubnetMappings"), list));
    }

    private static Applied<ResourceState> Put(Firewall state, ApiCall call, string member)
    {
        var path = DocumentPath.Of("Firewall", member);
        var value = FirewallJson.Member(call.Parameters, member);
        return Written(
            state,
            call,
            described =>
                value.ValueKind == JsonValueKind.Undefined
                    ? described.Without(path)
                    : described.With(path, AwsDocument.Of(value))
        );
    }

    private static Applied<ResourceState> Written(
        Firewall state,
        ApiCall call,
        Func<AwsDocument, AwsDocument> change
    ) =>
        Applied<ResourceState>.To(
            state.WithPart(
                FirewallParts.Firewall,
                FirewallToken.Renewed(change(state.Parts[FirewallParts.Firewall]), call)
            )
        );

    /// <summary>The calls so far, and the state that they lead to.</summary>
    internal sealed class Steps(Firewall current)
    {
        private readonly ImmutableArray<ApiCall>.Builder _calls = ImmutableArray.CreateBuilder<ApiCall>();
        private bool _isTokenSent;
        private string? _refusal;

        public Firewall State { get; private set; } = current;

        public void Unlock(string operation, string protection)
        {
            if (
                FirewallJson.Member(State.At(FirewallParts.FirewallSettings), protection).ValueKind
                == JsonValueKind.True
            )
            {
                Set(operation, protection, AwsDocument.Parse("false").Root);
            }
        }

        /// <summary>Sets a member of the firewall by the call that is for it, unless it is so already.</summary>
        public void Set(string operation, string member, JsonElement value)
        {
            var present = FirewallJson.Member(State.At(FirewallParts.FirewallSettings), member);
            if (IsSame(present, value))
            {
                return;
            }
            Add(
                operation,
                ApiCallEffect.Changes,
                value.ValueKind == JsonValueKind.Undefined ? $"clear {member}" : $"set {member} to {value}",
                writer =>
                {
                    if (value.ValueKind != JsonValueKind.Undefined)
                    {
                        writer.WritePropertyName(member);
                        value.WriteTo(writer);
                    }
                }
            );
        }

        public void Add(string operation, ApiCallEffect effect, string summary, Action<Utf8JsonWriter> write) =>
            Add(
                ApiCall.Create(
                    FirewallParts.Service,
                    operation,
                    effect,
                    summary,
                    writer =>
                    {
                        if (!_isTokenSent && FirewallToken.Of(State.Parts[FirewallParts.Firewall]) is { } token)
                        {
                            writer.WriteString(FirewallToken.Name, token);
                        }
                        _isTokenSent = true;
                        writer.WriteString("FirewallArn", State.Id.Id);
                        write(writer);
                    }
                )
            );

        public void Add(ApiCall call)
        {
            if (_refusal is not null)
            {
                return;
            }
            _calls.Add(call);
            var applied = Apply(State, call);
            _refusal = applied.Error?.ToString();
            State = (Firewall?)applied.State ?? State;
        }

        public OrderedCalls Outcome(Firewall desired) =>
            _refusal is not null ? OrderedCalls.None($"AWS would refuse a step on the way: {_refusal}")
            : State.DifferencesTo(desired) is [var left, ..]
                ? OrderedCalls.None($"no call of AWS Network Firewall turns {left.Path} into what is wanted")
            : OrderedCalls.Of(_calls.ToImmutable());

        private static bool IsSame(JsonElement one, JsonElement other) =>
            one.ValueKind == JsonValueKind.Undefined || other.ValueKind == JsonValueKind.Undefined
                ? one.ValueKind == other.ValueKind
                : AwsDocument.Of(one).Equals(AwsDocument.Of(other));
    }
}
