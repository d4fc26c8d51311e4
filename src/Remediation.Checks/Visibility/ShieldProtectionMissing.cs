using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Shield;

namespace Remediation.Checks.Visibility;

/// <summary>shield-protection-missing: a resource that should be protected by Shield Advanced is not, or not any more.</summary>
public sealed class ShieldProtectionMissing : Check<ShieldProtections>
{
    private const string ResourcesParameter = "resources";

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "shield-protection-missing",
            Title = "A resource has no protection by Shield Advanced, though the policy lists it or it had one.",
            Rationale =
                "The subscription protects nothing by itself: each resource has its own protection, and whoever takes one away takes "
                + "detection, response and cost protection with it.",
            DoesNotCheck =
                "Health checks, automatic mitigation and the response team's access, and whether the resource exists.",
            Severity = Severity.Medium,
            ResourceType = Core.Resources.ResourceTypes.ShieldProtections,
            FixKind = FixKind.Automatic,
            FixDescription =
                "Creates the protections that the policy lists and those of the baseline that are gone. Without a subscription nothing "
                + "is done: it is a commitment of a year.",
            ManualFix = "Create it: aws shield create-protection --name NAME --resource-arn ARN.",
            Controls = [new("SEC05-BP02", "Control traffic flow within your network layers")],
            Parameters =
            [
                new(
                    ResourcesParameter,
                    ParameterType.Texts,
                    ParameterValue.Of(ImmutableArray<string>.Empty),
                    "The ARNs of the resources that need a protection, beside those of the baseline."
                ),
            ],
            Triggers =
            [
                "shield:CreateProtection",
                "shield:DeleteProtection",
                "shield:CreateSubscription",
                "shield:DeleteSubscription",
            ],
            Surroundings = SurroundingKinds.Baseline,
            FixActions = ["shield:CreateProtection", "shield:TagResource"],
            References = ["https://docs.aws.amazon.com/waf/latest/developerguide/ddos-manage-protected-resources.html"],
        };

    protected override CheckResult Evaluate(ShieldProtections state, CheckContext context)
    {
        if (state.Subscription.IsAbsent)
        {
            return CheckResult.NotApplicable("the account has no subscription to Shield Advanced");
        }
        if (state.Protections.Value is not { } protections)
        {
            return CheckResult.Unknown($"what is protected is not known: {state.Protections.UnknownReason}");
        }
        var missing = Missing(protections, context);
        return missing.Count == 0
            ? CheckResult.Pass
            : CheckResult.Of(
                [.. missing.Select(EvidenceOf)],
                state.Subscription.UnknownReason is { } reason
                    ? [$"whether the account has a subscription to Shield Advanced is not known: {reason}"]
                    : [],
                []
            );
    }

    protected override DesiredState Desired(ShieldProtections state, CheckContext context) =>
        state.Subscription.Value is null
            ? DesiredState.None("whether the account has a subscription to Shield Advanced is not known")
            : DesiredState.Of(
                Missing(state.Protections.Value ?? [], context)
                    .Aggregate(state, (all, protection) => all.WithCreated(protection))
            );

    private Evidence EvidenceOf(ShieldProtection missing) =>
        new("no protection", $"{missing.ResourceArn} is not protected")
        {
            Severity = Metadata.Severity,
            Withdrawal = DocumentChange.At(
                DocumentPath.Of(ShieldProtections.ProtectionsPart).Item("Name", missing.Name),
                DocumentPath.Of(ShieldProtections.ProtectionsPart).Item("ResourceArn", missing.ResourceArn)
            ),
        };

    private static List<ShieldProtection> Missing(ImmutableList<ShieldProtection> protections, CheckContext context)
    {
        var before = (context.Surroundings.Baseline.Value as ShieldProtections)?.Protections.Value ?? [];
        var listed = context.Settings.Texts(ResourcesParameter).Select(arn => ShieldProtection.For(NameOf(arn), arn));
        return
        [
            .. before
                .Concat(listed)
                .ExceptBy(
                    protections.Select(protection => protection.ResourceArn),
                    protection => protection.ResourceArn,
                    StringComparer.Ordinal
                ),
        ];
    }

    // Names of protections are of letters, digits, spaces and a few signs, up to 128.
    private static string NameOf(string arn)
    {
        var tail = arn.Split(':', 6)[^1];
        var name = string.Concat(tail.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        return name.Length <= 128 ? name : name[^128..];
    }
}
