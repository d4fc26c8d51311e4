using System.Collections.Immutable;
using CsCheck;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Shield;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.Shield;

public sealed class ShieldProtectionsTests
{
    private static readonly Gen<ShieldProtections> Any = Gen.OneOf("front", "api", "edge")
        .List[0, 3]
        .Select(names => Of([.. names.Distinct(StringComparer.Ordinal)]));

    [Fact]
    public void CallsTo_Another_LeadsThereAndBack() =>
        Gen.Select(Any, Any)
            .Sample(
                (from, to) =>
                {
                    var there = Applied(from, to);

                    Assert.Equal(Arns(to), Arns(there));
                    Assert.Empty(there.CallsTo(to).Calls);
                    Assert.Equal(Arns(from), Arns(Applied(there, from)));
                }
            );

    [Fact]
    public void CallsTo_OneMore_IsTheExactRequest()
    {
        var call = Assert.Single(Of("front").CallsTo(Of("front", "api")).Calls);

        Assert.Equal("shield:CreateProtection", call.IamAction);
        Assert.Equal($$"""{"Name":"api","ResourceArn":"{{Arn("api")}}"}""", call.ParametersJson);
    }

    [Fact]
    public void Apply_WithoutSubscription_IsRefused()
    {
        var call = Of().CallsTo(Of("api")).Calls[0];

        Assert.Equal(
            "ResourceNotFoundException",
            Of().WithPart(ShieldProtections.SubscriptionPart, null).Apply(call).Error?.Code
        );
    }

    [Fact]
    public void Apply_Protected_IsRefused() =>
        Assert.Equal("ResourceAlreadyExistsException", Of("api").Apply(Of().CallsTo(Of("api")).Calls[0]).Error?.Code);

    [Fact]
    public void ChangesSince_Protections_AreToldByResource()
    {
        var changes = Of("api").ChangesSince(Of("front"))!;

        Assert.Equal([ChangeEffect.Weaker, ChangeEffect.Stronger], changes.Select(change => change.Effect));
        Assert.Contains(Arn("front"), changes[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Id_Always_IsOneOfTheAccount() =>
        Assert.Equal($"arn:aws:shield::{Sample.Account}:protections", Of().Id.Arn);

    private static ShieldProtections Applied(ShieldProtections from, ShieldProtections to) =>
        from.CallsTo(to).Calls.Aggregate(from, (state, call) => (ShieldProtections)state.Apply(call).State!);

    private static IEnumerable<string> Arns(ShieldProtections state) =>
        state.Protections.Value!.Select(protection => protection.ResourceArn).Order(StringComparer.Ordinal);

    private static string Arn(string name) =>
        $"arn:aws:elasticloadbalancing:us-east-1:{Sample.Account}:loadbalancer/app/{name}/50dc6c495c0c9188";

    private static ShieldProtections Of(params string[] names) =>
        ShieldProtections.Of(
            Sample.Account,
            ImmutableSortedDictionary<string, AwsDocument>
                .Empty.WithComparers(StringComparer.Ordinal)
                .Add(
                    ShieldProtections.ProtectionsPart,
                    ListedDocument.Of(
                        names.Select(name =>
                            VpcSample.Element(
                                $$"""{"Id":"p-{{name}}","Name":"{{name}}","ResourceArn":"{{Arn(name)}}","Novelty":1}"""
                            )
                        )
                    )
                )
                .Add(
                    ShieldProtections.SubscriptionPart,
                    AwsDocument.Parse("""{"Subscription":{"AutoRenew":"ENABLED"}}""")
                ),
            ImmutableSortedDictionary<string, string>.Empty
        );
}
