using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Diagnostics;
using Remediation.Core.Resources;
using Remediation.Core.Templates;

namespace Remediation.Checks.Templates;

/// <summary>template-undefined-reference: a part of a template names what the template does not define.</summary>
public sealed class TemplateUndefinedReference : Check<Template>
{
    private const int MostPlaces = 10;

    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "template-undefined-reference",
            Title = "A template refers to something that it does not define.",
            Rationale =
                "CloudFormation rejects the template, and a rule that was to name the peers by their security group ends up "
                + "written with addresses, or not at all.",
            DoesNotCheck = "Ids that are written out, imported values, and attributes that a resource does not have.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.Template,
            FixKind = FixKind.TicketOnly,
            FixDescription = "None: what the author meant, only the author knows.",
            ManualFix =
                "Define what is named, take it as a parameter (of type AWS::EC2::SecurityGroup::Id for a group), or import it "
                + "with Fn::ImportValue.",
            Triggers = [],
            References =
            [
                "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-ref.html",
            ],
        };

    protected override CheckResult Evaluate(Template state, CheckContext context)
    {
        var undefined = state
            .References.Where(reference => !state.Defines(reference))
            .GroupBy(reference => (Noun: Noun(reference.Kind), reference.Target))
            .ToList();
        // What a macro adds is not written in the template.
        return state.HasMacros
            ? CheckResult.Of([], [.. undefined.Select(references => InDoubt(state, references.First()))], [])
            : CheckResult.Fail([
                .. undefined.Select(references => Evidence(state, references.Key.Noun, [.. references])),
            ]);
    }

    private Evidence Evidence(Template template, string noun, ImmutableArray<TemplateReference> references)
    {
        var first = references[0];
        var places = references.Select(reference => $"{Where(reference)} (line {reference.Line})").ToList();
        return new Evidence(NameList.Of(places, MostPlaces), $"{noun}{first.Target} is not defined")
        {
            Rule = template.Place(first.Line),
            Severity = Metadata.Severity,
        };
    }

    private static string InDoubt(Template template, TemplateReference reference) =>
        $"{template.Place(reference.Line)}: {Noun(reference.Kind)}{reference.Target} is not defined, unless a macro does";

    private static string Where(TemplateReference reference) =>
        reference.Path.StartsWith('[')
            ? reference.From + reference.Path
            : $"{reference.From}.{reference.Path}".TrimEnd('.');

    private static string Noun(TemplateReferenceKind kind) =>
        kind switch
        {
            TemplateReferenceKind.Condition => "condition ",
            TemplateReferenceKind.Mapping => "mapping ",
            _ => "",
        };
}
