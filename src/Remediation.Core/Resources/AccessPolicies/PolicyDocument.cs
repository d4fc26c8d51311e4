using System.Collections.Immutable;
using System.Text.Json;

namespace Remediation.Core.Resources.AccessPolicies;

/// <summary>
/// A policy that is attached to a resource, such as a VPC endpoint, read for what it means. It is not what is sent to AWS: that is
/// the text, whole. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html.
/// </summary>
public sealed class PolicyDocument
{
    private PolicyDocument(ImmutableArray<PolicyStatement> statements) => Statements = statements;

    /// <summary>
    /// What AWS puts where no policy is given: everybody may do everything.
    /// https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html#default-endpoint-policy.
    /// </summary>
    public const string FullAccessText =
        """{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}""";

    public static PolicyDocument FullAccess { get; } = Parse(FullAccessText).Value;

    public ImmutableArray<PolicyStatement> Statements { get; }

    public IEnumerable<PolicyStatement> Allows => Statements.Where(statement => statement.IsAllow);

    public IEnumerable<PolicyStatement> Denies => Statements.Where(statement => !statement.IsAllow);

    /// <summary>Reads the text of a policy; none, or an empty one, is AWS's default.</summary>
    public static ParseResult<PolicyDocument> Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return ParseResult<PolicyDocument>.Success(FullAccess);
        }
        try
        {
            using var document = JsonDocument.Parse(text);
            return PolicyStatementReader.TryReadAll(document.RootElement, out var statements, out var fault)
                ? ParseResult<PolicyDocument>.Success(new(statements))
                : ParseResult<PolicyDocument>.Failure($"the policy document is not understood: {fault}");
        }
        // Half a character, escaped, cannot be read as text.
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return ParseResult<PolicyDocument>.Failure($"the policy document is no JSON: {broken.Message}");
        }
    }

    /// <summary>
    /// The statements that let anybody in: no condition, and no Deny, keeps out all but certain principals or resources.
    /// </summary>
    public IEnumerable<PolicyStatement> OpenToAnyone() =>
        Allows.Where(statement => statement.IsOfAnyone && !IsLimited(statement));

    /// <summary>
    /// The conditions of which it depends whether a statement is open to anyone, and of which it cannot be told what they keep out.
    /// </summary>
    public IEnumerable<PolicyCondition> UnknownLimits() =>
        Allows
            .Where(statement => statement.IsOfAnyone && !IsLimited(statement))
            .SelectMany(statement => statement.Conditions)
            .Where(condition => condition.Effect == ConditionEffect.Unknown);

    private bool IsLimited(PolicyStatement statement) =>
        statement.Conditions.Any(condition => Limits(condition.Effect))
        || Denies.Any(deny => KeepsOutsidersOff(deny, statement));

    private static bool KeepsOutsidersOff(PolicyStatement deny, PolicyStatement allow) =>
        deny.Principals.IsEverything
        && deny.Actions.Contains(allow.Actions)
        && deny.Resources.Contains(allow.Resources)
        && deny.Conditions.Count(condition => !condition.SparesOnlyServices) == 1
        && deny.Conditions.Any(condition => Limits(condition.EffectInDeny));

    private static bool Limits(ConditionEffect effect) =>
        effect is ConditionEffect.LimitsPrincipals or ConditionEffect.LimitsResources;
}
