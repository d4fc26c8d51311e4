using Remediation.Core.Checks;
using Remediation.Core.Resources;

namespace Remediation.Checks.Tests;

/// <summary>The catalogue is complete, and what each check says of itself is fit to be read, generated from and deployed.</summary>
public sealed class CheckCatalogTests
{
    private const string KebabCase = "^[a-z]+(-[a-z0-9]+)+$";
    private const string CamelCase = "^[a-z]+([A-Z][a-z0-9]*)*$";
    private const string Sentence = @"^[A-Z].*[^.\s]\.$";
    private const string ControlId = @"^([A-Z][A-Za-z0-9]*\.\d+|CIS-\d+(\.\d+)+|SEC\d+-BP\d+)$";
    private const string EventName = "^([a-z][a-z0-9-]*:)?[A-Z][A-Za-z0-9]+$";
    private const string IamAction = "^[a-z][a-z0-9-]*:[A-Z][A-Za-z0-9]+$";

    public static TheoryData<string> Ids => [.. CheckCatalog.All.Select(check => check.Metadata.Id)];

    [Fact]
    public void All_Always_HoldsEveryCheckOnce() =>
        Assert.Equal(
            typeof(CheckCatalog)
                .Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(Check)) && !type.IsAbstract)
                .Select(type => type.Name)
                .Order(StringComparer.Ordinal),
            CheckCatalog.All.Select(check => check.GetType().Name).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void All_Always_HasUniqueIds() =>
        Assert.Equal(CheckCatalog.All.Length, CheckCatalog.All.DistinctBy(check => check.Metadata.Id).Count());

    [Theory]
    [MemberData(nameof(Ids))]
    public void Metadata_Id_IsTheClassNameInKebabCase(string id)
    {
        var check = CheckCatalog.All.Single(check => check.Metadata.Id == id);

        Assert.Matches(KebabCase, id);
        Assert.Equal(check.GetType().Name, id.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Metadata_Texts_AreSentences(string id)
    {
        var check = Of(id);
        string[] texts =
        [
            check.Title,
            check.Rationale,
            check.DoesNotCheck,
            check.FixDescription,
            check.ManualFix,
            .. check.Parameters.Select(parameter => parameter.Description),
        ];

        Assert.All(texts, text => Assert.Matches(Sentence, text));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Metadata_Controls_HaveIdsAndNamesOnce(string id)
    {
        var controls = Of(id).Controls;

        Assert.All(controls, control => Assert.Matches(ControlId, control.Id));
        Assert.All(controls, control => Assert.NotEmpty(control.Name));
        Assert.Equal(controls.Length, controls.DistinctBy(control => control.Id).Count());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Metadata_Triggers_AreEventNamesOnce(string id)
    {
        var triggers = Of(id).Triggers;

        // No call changes a template that is not deployed.
        Assert.Equal(Of(id).ResourceTypes.All(type => type == ResourceTypes.Template), triggers.IsEmpty);
        Assert.All(triggers, trigger => Assert.Matches(EventName, trigger));
        Assert.Equal(triggers.Length, triggers.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Metadata_Fix_NamesIamActionsExactlyWhenAutomatic(string id)
    {
        var check = Of(id);

        Assert.Equal(check.FixKind == FixKind.Automatic, !check.FixActions.IsEmpty);
        Assert.All(check.FixActions, action => Assert.Matches(IamAction, action));
        Assert.Equal(check.FixActions.Length, check.FixActions.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Metadata_References_AreSecureLinks(string id)
    {
        Assert.NotEmpty(Of(id).References);
        Assert.All(Of(id).References, link => Assert.Equal("https", new Uri(link, UriKind.Absolute).Scheme));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Metadata_Parameters_HaveNamesOnceAndDefaultsOfTheirType(string id)
    {
        var parameters = Of(id).Parameters;

        Assert.Equal(parameters.Length, parameters.DistinctBy(parameter => parameter.Name).Count());
        Assert.All(parameters, parameter => Assert.Matches(CamelCase, parameter.Name));
        Assert.All(parameters, parameter => Assert.True(IsFit(parameter), $"{parameter.Name}: {parameter.Default}"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Metadata_ResourceType_IsOneThatTheEngineKnows(string id) =>
        Assert.Subset(
            typeof(ResourceTypes)
                .GetFields()
                .Select(field => (string)field.GetRawConstantValue()!)
                .ToHashSet(StringComparer.Ordinal),
            Of(id).ResourceTypes.ToHashSet(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Ids))]
    public void Metadata_SeverityAndResponse_AreDefined(string id)
    {
        Assert.True(Enum.IsDefined(Of(id).Severity));
        Assert.True(Enum.IsDefined(Of(id).DefaultResponse));
    }

    private static bool IsFit(CheckParameter parameter) =>
        (parameter.Type, parameter.Default) switch
        {
            (ParameterType.Services, ParameterValue.ServicesValue services) => !services.Services.IsEmpty
                && services.Text.Length > 0,
            (ParameterType.Integer, ParameterValue.IntegerValue integer) => integer.Number >= parameter.Minimum
                && integer.Number <= parameter.Maximum,
            (ParameterType.Boolean, ParameterValue.BooleanValue) or (ParameterType.Texts, ParameterValue.TextsValue) =>
                true,
            (ParameterType.Choice, ParameterValue.ChoiceValue choice) => parameter.Choices.Contains(choice.Choice),
            _ => false,
        };

    private static CheckMetadata Of(string id) => CheckCatalog.All.Single(check => check.Metadata.Id == id).Metadata;
}
