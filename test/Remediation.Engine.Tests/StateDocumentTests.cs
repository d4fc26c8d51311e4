using CsCheck;
using Remediation.Core.Resources.Documents;
using Remediation.Engine.Layers;
using Remediation.Engine.Offline;
using Remediation.Testing;
using Remediation.Testing.Generators;

namespace Remediation.Engine.Tests;

public sealed class StateDocumentTests
{
    [Fact]
    public void Read_WhatWasWrittenOfAnyGroup_IsTheSameGroup() =>
        SecurityGroupGen.One.Sample(group =>
            Assert.Equal(group.Fingerprint, StateDocument.Read(group.Id, StateDocument.Write(group)).Value.Fingerprint)
        );

    [Fact]
    public void Read_WhatWasWrittenOfAnyAcl_IsTheSameAcl() =>
        NetworkAclGen.One.Sample(acl =>
            Assert.Equal(acl.Fingerprint, StateDocument.Read(acl.Id, StateDocument.Write(acl)).Value.Fingerprint)
        );

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("{\"SecurityGroup\":1,\"SecurityGroupRules\":{}}")]
    [InlineData("{\"SecurityGroup\":{},\"SecurityGroupRules\":[]}")]
    public void Read_NoSuchDocument_SaysWhy(string json)
    {
        var result = StateDocument.Read(Sample.Group().Id, json);

        Assert.False(result.IsSuccess);
        Assert.NotEmpty(result.Error);
    }

    [Fact]
    public void Read_OfAnotherGroup_IsRefused()
    {
        var other = Sample.NamedGroup("sg-0fedcba9876543210", "other");

        var result = StateDocument.Read(Sample.Group().Id, StateDocument.Write(other));

        Assert.Contains(other.Id.Arn, result.Error, StringComparison.Ordinal);
    }

    /// <summary>The sample accounts, between them of every layer.</summary>
    public static TheoryData<string> Accounts =>
        [
            .. Directory
                .GetDirectories(Path.Combine(Repository.Samples, "accounts"))
                .Select(folder => Path.GetFileName(folder)!)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Accounts))]
    public void Read_WhatWasWrittenOfAnyDocument_IsTheSameAndKnowsAsMuch(string account)
    {
        var snapshot = SnapshotReader.Load(Path.Combine(Repository.Samples, "accounts", account)).Snapshot;

        Assert.All(
            snapshot.Documents.Values,
            state =>
            {
                var result = StateDocument.Read(state.Id, StateDocument.Write(state));

                Assert.True(result.IsSuccess, result.Error);
                var read = (DocumentState)result.Value;
                Assert.Equal(state.Substance.Keys, read.Substance.Keys);
                Assert.Equal(state.UnknownParts, read.UnknownParts);
                Assert.Equal(state.Fingerprint, read.Fingerprint);
                Assert.Equal(state.Tags, read.Tags);
            }
        );
    }

    // What AWS answered that there is none of must not come back as unknown: it would never be put back, or never be missed. That
    // nothing is listed may come back as an empty list.
    [Theory]
    [MemberData(nameof(Accounts))]
    public void Read_DocumentWithAPartThatIsNotThere_IsNotUnknown(string account)
    {
        var snapshot = SnapshotReader.Load(Path.Combine(Repository.Samples, "accounts", account)).Snapshot;

        foreach (var state in snapshot.Documents.Values)
        {
            foreach (var operation in ResourceLayers.For(state.Id.Type)!.PartsOf(state.Id.Type).Skip(1))
            {
                if (!state.Part(operation).IsAbsent && state.UnknownParts.Count == 0)
                {
                    var without = state.WithPart(operation, null);

                    var read = (DocumentState)StateDocument.Read(state.Id, StateDocument.Write(without)).Value;

                    Assert.True(read.Part(operation).UnknownReason is null, $"{state.Id.Id} {operation}");
                }
            }
        }
    }
}
