using System.Collections.Immutable;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Templates;

namespace Remediation.Checks.Templates;

/// <summary>template-circular-dependency: resources of a template refer to each other in a circle.</summary>
public sealed class TemplateCircularDependency : Check<Template>
{
    public override CheckMetadata Metadata { get; } =
        new()
        {
            Id = "template-circular-dependency",
            Title = "Resources of a template refer to each other in a circle.",
            Rationale =
                "CloudFormation makes a resource after those that it refers to, so it rejects the template; two security groups "
                + "that name each other in their own rules are the usual case.",
            DoesNotCheck = "Circles through a nested stack, a macro or an imported value.",
            Severity = Severity.Medium,
            ResourceType = ResourceTypes.Template,
            FixKind = FixKind.TicketOnly,
            FixDescription = "None: which of the references is to become a resource of its own, its author has to say.",
            ManualFix =
                "Take one rule of the circle out of its group and write it as a resource of its own, "
                + "AWS::EC2::SecurityGroupIngress or AWS::EC2::SecurityGroupEgress. A group whose only egress rules are resources "
                + "of their own keeps AWS's default of allowing everything, so leave one egress rule in it.",
            Triggers = [],
            References =
            [
                "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html",
                "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroupingress.html",
            ],
        };

    protected override CheckResult Evaluate(Template state, CheckContext context) =>
        CheckResult.Fail([.. DependencyCircles.Of(state).Select(circle => Evidence(state, circle))]);

    private Evidence Evidence(Template template, ImmutableArray<TemplateReference> circle)
    {
        var names = string.Join(" -> ", circle.Select(reference => reference.From).Append(circle[0].From));
        var links = circle.Select(reference =>
            $"{reference.From} names {reference.Target} in {reference.Path} (line {reference.Line})"
        );
        return new Evidence(string.Join(", ", links), names)
        {
            Rule = template.Place(circle[0].Line),
            Severity = Metadata.Severity,
            Note = WayOut(template, circle),
        };
    }

    private static string? WayOut(Template template, ImmutableArray<TemplateReference> circle)
    {
        var rule = circle.FirstOrDefault(reference => IsRuleOf(template, reference, "SecurityGroupIngress"));
        var type = "AWS::EC2::SecurityGroupIngress";
        if (rule is null)
        {
            rule = circle.FirstOrDefault(reference => IsRuleOf(template, reference, "SecurityGroupEgress"));
            type = "AWS::EC2::SecurityGroupEgress";
        }
        return rule is null
            ? null
            : $"write {rule.Path.Split('.')[0]} of {rule.From} as a resource of its own, {type}, and the circle is open";
    }

    private static bool IsRuleOf(Template template, TemplateReference reference, string property) =>
        reference.Path.StartsWith(property, StringComparison.Ordinal)
        && template.Resources.Any(resource =>
            resource.LogicalId == reference.From && resource.Type == ResourceTypes.SecurityGroup
        );
}
