using System.Text;
using CsCheck;
using Remediation.Core.Resources.AccessPolicies;
using Remediation.Testing.Fuzzing;

namespace Remediation.Core.Tests.Fuzzing;

/// <summary>The policy of an endpoint is text that anybody may have written.</summary>
public sealed class AccessPolicyFuzzTests
{
    private static readonly byte[][] Texts =
    [
        .. new[]
        {
            PolicyDocument.FullAccessText,
            """
                {"Version":"2012-10-17","Statement":[
                  {"Sid":"a","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::123456789012:root","*"]},"Action":["s3:Get*","s3:Put?bject"],
                   "Resource":["arn:aws:s3:::bucket","arn:aws:s3:::bucket/*"],
                   "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1","aws:SourceVpc":["vpc-1","vpc-2"]},
                    "ForAnyValue:StringLike":{"aws:PrincipalTag/${aws:username}":"a*"},"IpAddress":{"aws:SourceIp":"10.0.0.0/8"},
                    "NumericLessThan":{"aws:MultiFactorAuthAge":"3600"},"Bool":{"aws:SecureTransport":"true"},"Null":{"aws:x":"false"}}},
                  {"Effect":"Deny","NotPrincipal":"*","NotAction":"*","NotResource":"*"}]}
                """,
        }.Select(Encoding.UTF8.GetBytes),
    ];

    [Fact]
    public void Parse_AnyDamage_IsAPolicyOrAReason() => Damage.Of(Texts).Sample(IsPolicyOrReason, iter: 10_000);

    [Theory]
    [InlineData("[", 500_000)]
    [InlineData("{\"Statement\":", 100_000)]
    [InlineData("*", 1_000_000)]
    public void Parse_LongRunOfTheSame_IsAReason(string piece, int times) =>
        Assert.True(IsPolicyOrReason(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, times)))));

    // Stars that can stand for each other are where a pattern takes for ever.
    [Fact]
    public void Compare_PatternsOfManyStars_EndsInBoundedTime()
    {
        var stars = string.Concat(Enumerable.Repeat("*a", 2_000));
        string With(string action) =>
            $$"""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:{{action}}","Resource":"*"}]}""";
        var input = Encoding.UTF8.GetBytes(With(stars));

        Assert.True(IsPolicyOrReason(input));
        Assert.NotEmpty(
            Bounded.Read(
                input,
                () =>
                    PolicyComparison.Between(
                        PolicyDocument.Parse(With(new string('a', 4_000))).Value,
                        PolicyDocument.Parse(With(stars)).Value
                    )
            )
        );
    }

    private static bool IsPolicyOrReason(byte[] input) =>
        Bounded.Read(
            input,
            () =>
            {
                var text = Encoding.UTF8.GetString(input);
                return PolicyDocument.Parse(text).TryGet(out var policy, out var reason)
                    ? !PolicyComparison.Between(PolicyDocument.FullAccess, policy).IsDefault
                        && !PolicyComparison.Between(policy, PolicyDocument.FullAccess).IsDefault
                    : reason.Length > 0;
            }
        );
}
