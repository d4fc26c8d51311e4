using System.Collections.Frozen;

namespace Remediation.Core.Resources.AccessPolicies;

/// <summary>What the keys of conditions tell apart. Tags are none of it: whoever holds a principal or a resource can tag it.</summary>
internal static class ConditionKeys
{
    private static readonly FrozenDictionary<string, ConditionEffect> Effects = Table();

    public static ConditionEffect EffectOf(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return Effects.GetValueOrDefault(slash < 0 ? key : key[..slash], ConditionEffect.Unknown);
    }

    public static bool IsOfServices(string key) =>
        string.Equals(key, "aws:PrincipalIsAWSService", StringComparison.OrdinalIgnoreCase)
        || string.Equals(key, "aws:ViaAWSService", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a value names certain accounts or organisations, and not whoever likes to fulfil it.</summary>
    public static bool IsDefinite(string key, string value) =>
        string.Equals(key, "aws:PrincipalArn", StringComparison.OrdinalIgnoreCase)
            ? value.Split(':') is ["arn", _, _, _, var account, ..] && IsPlain(account)
            : IsPlain(value.Split('/')[0]);

    // A variable (${aws:PrincipalAccount}) stands for whatever the caller brings along.
    private static bool IsPlain(string text) => text.Length > 0 && text.AsSpan().IndexOfAny('*', '?', '$') < 0;

    private static FrozenDictionary<string, ConditionEffect> Table()
    {
        var table = new Dictionary<string, ConditionEffect>(StringComparer.OrdinalIgnoreCase);
        Add(
            ConditionEffect.LimitsPrincipals,
            "aws:PrincipalOrgID",
            "aws:PrincipalOrgPaths",
            "aws:PrincipalAccount",
            "aws:PrincipalArn",
            "aws:PrincipalIsAWSService",
            "aws:PrincipalServiceName",
            "aws:SourceAccount",
            "aws:SourceOrgID",
            "aws:SourceOrgPaths"
        );
        Add(
            ConditionEffect.LimitsResources,
            "aws:ResourceOrgID",
            "aws:ResourceOrgPaths",
            "aws:ResourceAccount",
            "s3:ResourceAccount",
            "s3:DataAccessPointAccount"
        );
        Add(
            ConditionEffect.LimitsNetworks,
            "aws:SourceIp",
            "aws:VpcSourceIp",
            "aws:SourceVpc",
            "aws:SourceVpcArn",
            "aws:SourceVpce",
            "aws:VpceAccount",
            "aws:VpceOrgID",
            "aws:VpceOrgPaths"
        );
        Add(
            ConditionEffect.LimitsNothing,
            "aws:SecureTransport",
            "aws:CurrentTime",
            "aws:EpochTime",
            "aws:TokenIssueTime",
            "aws:UserAgent",
            "aws:Referer",
            "aws:RequestedRegion",
            "aws:PrincipalType",
            "aws:PrincipalTag",
            "aws:RequestTag",
            "aws:ResourceTag",
            "aws:TagKeys",
            "aws:MultiFactorAuthAge",
            "aws:MultiFactorAuthPresent",
            "aws:ViaAWSService",
            "aws:CalledVia",
            "aws:CalledViaFirst",
            "aws:CalledViaLast",
            "s3:TlsVersion",
            "s3:signatureversion",
            "s3:authType",
            "s3:prefix",
            "s3:delimiter",
            "s3:max-keys"
        );
        return table.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

        void Add(ConditionEffect effect, params ReadOnlySpan<string> keys)
        {
            foreach (var key in keys)
            {
                table.Add(key, effect);
            }
        }
    }
}
