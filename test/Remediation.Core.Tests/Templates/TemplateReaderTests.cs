using System.Collections.Immutable;
using Remediation.Core.Diagnostics;
using Remediation.Core.Templates;
using Remediation.Core.Templates.Values;

namespace Remediation.Core.Tests.Templates;

public sealed class TemplateReaderTests
{
    [Theory]
    [InlineData("!Ref Named", "green")]
    [InlineData("!Sub 'a ${Named} b'", "a green b")]
    [InlineData("!Sub ['${X}-${Named}', { X: !Ref Named }]", "green-green")]
    [InlineData("!Sub '${!Named}'", "${Named}")]
    [InlineData("!Join ['-', [a, !Ref Named, c]]", "a-green-c")]
    [InlineData("!Join ['-', !Ref Items]", "x-y")]
    [InlineData("!Select [1, !Ref Items]", "y")]
    [InlineData("!Select [1, !Split ['.', 'a.b.c']]", "b")]
    [InlineData("!Select [2, !Cidr [10.0.0.0/16, 4, 8]]", "10.0.2.0/24")]
    [InlineData("!Select [1, !Cidr ['2001:db8::/56', 2, 64]]", "2001:db8:0:1::/64")]
    [InlineData("!FindInMap [Colours, !Ref Named, hex]", "00ff00")]
    [InlineData("!FindInMap [Same, !Ref 'AWS::Region', all]", "one")]
    [InlineData("!If [Yes, then, else]", "then")]
    [InlineData("!If [No, then, else]", "else")]
    [InlineData("!If [Nested, then, else]", "then")]
    [InlineData("!If [Unknown, same, same]", "same")]
    [InlineData("!If [Decided, then, else]", "else")]
    [InlineData("!GetAtt Other.CidrBlock", "10.9.0.0/16")]
    [InlineData("!GetAtt [Other, CidrBlock]", "10.9.0.0/16")]
    [InlineData("!Sub '${Other.CidrBlock}'", "10.9.0.0/16")]
    [InlineData("!Base64 hello", "aGVsbG8=")]
    [InlineData("{ 'Fn::Join': ['', [a, b]] }", "ab")]
    [InlineData("{ Ref: AWS::Partition }", "aws")]
    [InlineData("!Equals [a, a]", "true")]
    public void Read_WhatTheTemplateTells_IsWorkedOut(string expression, string expected)
    {
        var value = Assert.IsType<TextValue>(ValueOf(expression));

        Assert.Equal(expected, value.Text);
        Assert.False(value.IsSymbolic);
    }

    [Theory]
    [InlineData("!Ref Asked", "parameter Asked has no default", "Asked")]
    [InlineData("!Sub '${Asked}/32'", "parameter Asked has no default", "Asked/32")]
    [InlineData("!Join ['', [a, !Ref Asked]]", "parameter Asked has no default", "aAsked")]
    [InlineData("!Ref Nobody", "the template does not define Nobody", "Nobody")]
    [InlineData("!GetAtt Nobody.Arn", "the template does not define Nobody", "Nobody.Arn")]
    [InlineData("!Ref Stored", "parameter Stored is read from Systems Manager when it is deployed", "Stored")]
    [InlineData("!Ref Address", "Address is only known when it is deployed", "Address")]
    [InlineData("!GetAtt Other.DefaultSecurityGroup", "only known when it is deployed", "Other.DefaultSecurityGroup")]
    [InlineData("!ImportValue shared-group", "it is imported from another stack", "shared-group")]
    [InlineData("'{{resolve:ssm:office-cidr}}'", "is looked up when it is deployed", "{{resolve:ssm:office-cidr}}")]
    [InlineData("!If [Unknown, a, b]", "condition Unknown is not known: parameter Asked has no default", "Unknown")]
    [InlineData("!If [Circle, a, b]", "refers to itself", "Circle")]
    [InlineData("!FindInMap [Colours, !Ref Asked, hex]", "parameter Asked has no default", "Colours.Asked.hex")]
    [InlineData("!FindInMap [Colours, red, hex]", "mapping Colours has no red.hex", "Colours")]
    [InlineData("!Select [7, !Ref Items]", "asks for element 7 of 2", "")]
    [InlineData("!Cidr [10.0.0.0/24, 4, 8]", "asks for more than 10.0.0.0/24 holds", "")]
    [InlineData("!Transform { Name: Macro }", "Fn::Transform is only worked out when it is deployed", "Fn::Transform")]
    [InlineData("!Frobnicate x", "Fn::Frobnicate is only worked out when it is deployed", "Fn::Frobnicate")]
    [InlineData("!GetAtt Loop.CidrBlock", "refers to itself", "Loop.CidrBlock")]
    [InlineData("!Join broken", "Fn::Join on line 36 is not written as it has to be", "Fn::Join")]
    public void Read_WhatOnlyDeploymentTells_IsUnresolvedWithTheReason(string expression, string reason, string symbol)
    {
        var value = Assert.IsType<UnresolvedValue>(ValueOf(expression));

        Assert.Contains(reason, value.Reason, StringComparison.Ordinal);
        Assert.Equal(symbol, value.Symbol);
    }

    [Theory]
    [InlineData("!Ref Group", "Group")]
    [InlineData("!GetAtt Group.GroupId", "Group")]
    [InlineData("!Ref Gateway", "igw-Gateway")]
    [InlineData("!Ref AWS::Region", "any-region-1")]
    [InlineData("!Sub 'com.amazonaws.${AWS::Region}.s3'", "com.amazonaws.any-region-1.s3")]
    [InlineData("!GetAtt Log.Arn", "arn:aws:logs:any-region-1:account:log-group:aws-waf-logs-shop:*")]
    [InlineData("!Ref Log", "aws-waf-logs-shop")]
    [InlineData("!Ref Unnamed", "stack-Unnamed")]
    [InlineData("!GetAtt Acl.Arn", "arn:aws:wafv2:any-region-1:account:regional/webacl/shop/Acl")]
    public void Read_WhatDeploymentNames_StandsForItself(string expression, string expected) =>
        Assert.Equal(expected, ValueOf(expression)!.Symbol);

    [Fact]
    public void Read_NoValue_IsLeftOut() => Assert.Null(ValueOf("!Ref AWS::NoValue"));

    [Fact]
    public void Read_UndecidedCondition_KeepsBothSides()
    {
        var value = Assert.IsType<UnresolvedValue>(ValueOf("!If [Unknown, a, !Ref AWS::NoValue]"));

        Assert.Equal("a", Assert.Single(value.Alternatives).Symbol);
    }

    [Fact]
    public void Read_GivenParameters_HoldInsteadOfDefaults()
    {
        var given = ImmutableDictionary<string, string>
            .Empty.Add("Asked", "203.0.113.7")
            .Add("Named", "red")
            .Add("AWS::Region", "eu-west-1");

        Assert.Equal("203.0.113.7/32", ValueOf("!Sub '${Asked}/32'", given)!.Symbol);
        Assert.Equal("else", ValueOf("!If [Yes, then, else]", given)!.Symbol);
        var region = Assert.IsType<TextValue>(ValueOf("!Ref AWS::Region", given));
        Assert.Equal(("eu-west-1", false), (region.Text, region.IsSymbolic));
    }

    [Fact]
    public void Read_ParameterThatIsNotThere_IsRefusedWithTheNearest()
    {
        var given = ImmutableDictionary<string, string>.Empty.Add("Asket", "x");

        var result = TemplateReader.Read(Around("x"), "t.yaml", given);

        Assert.Null(result.Template);
        var error = Assert.Single(result.Diagnostics);
        Assert.Contains("no parameter Asket", error.Message, StringComparison.Ordinal);
        Assert.Equal("Did you mean Asked?", error.Hint);
    }

    [Fact]
    public void Read_ConditionalResources_AreLeftOutOrInDoubt()
    {
        var template = TemplateReader.Read(Around("x"), "t.yaml").Template!;

        Assert.DoesNotContain(template.Resources, resource => resource.LogicalId == "Never");
        Assert.Contains(
            "Asked",
            template.Resources.Single(resource => resource.LogicalId == "Maybe").Doubt!,
            StringComparison.Ordinal
        );
        Assert.Contains("Never", template.ResourceNames);
    }

    [Fact]
    public void Read_Json_GivesLinesAndTypes()
    {
        const string Text = """
            {
              "Resources": {
                "Group": {
                  "Type": "AWS::EC2::SecurityGroup",
                  "Properties": {
                    "Ports": [22, "443"],
                    "IsOpen": true
                  }
                }
              }
            }
            """;

        var group = Assert.Single(TemplateReader.Read(Text, "t.json").Template!.Resources);

        Assert.Equal(3, group.Line);
        var ports = Assert.IsType<ListValue>(group.Properties["Ports"]).Items.Cast<TextValue>().ToList();
        Assert.Equal([TextKind.Number, TextKind.Text], ports.Select(port => port.Kind));
        Assert.Equal(6, ports[0].Line);
        Assert.Equal(TextKind.Boolean, Assert.IsType<TextValue>(group.Properties["IsOpen"]).Kind);
    }

    [Fact]
    public void Read_BareResources_AreTakenWithAWarning()
    {
        var result = TemplateReader.Read("A: { Type: AWS::EC2::VPC }", "t.yaml");

        Assert.Equal("A", Assert.Single(result.Template!.Resources).LogicalId);
        Assert.Equal(DiagnosticLevel.Warning, Assert.Single(result.Diagnostics).Level);
    }

    [Fact]
    public void Read_DuplicateKey_TakesTheLastWithAWarning()
    {
        var result = TemplateReader.Read(
            """{"Resources":{"A":{"Type":"AWS::EC2::VPC"},"A":{"Type":"AWS::EC2::Subnet"}}}""",
            "t.json"
        );

        Assert.Equal("AWS::EC2::Subnet", Assert.Single(result.Template!.Resources).Type);
        Assert.Contains("duplicate key", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, 1, "the document is empty")]
    [InlineData("a: b", 1, 1, "no section Resources")]
    [InlineData("[1, 2]", 1, 1, "no section Resources")]
    [InlineData("{\"Resources\": {}", 1, 17, "not valid JSON")]
    [InlineData("{\n  \"Resources\": x\n}", 2, 16, "not valid JSON")]
    [InlineData("{\"Resources\": {\"A\": {\"Type\": \"\\ud800\"}}}", 1, 30, "half of a surrogate pair")]
    [InlineData("Resources:\n  A:\n    Type: [", 4, 1, "not valid YAML")]
    [InlineData("Resources:\n  A: text", 2, 3, "A: it is no resource with a Type")]
    [InlineData("Resources:\n  A: *b", 2, 6, "*b repeats what is not written before it")]
    [InlineData("Resources:\n  A:\n    <<: {}\n    Type: T", 3, 5, "does not merge mappings")]
    [InlineData("Resources: {}\n---\nx: y", 2, 1, "a second document begins here")]
    public void Read_WhatIsNoTemplate_IsRefusedWithItsPlace(string text, int line, int column, string message)
    {
        var result = TemplateReader.Read(text, text.StartsWith('{') ? "t.json" : "t.yaml");

        Assert.Null(result.Template);
        var error = result.Diagnostics.First(diagnostic =>
            diagnostic.Message.Contains(message, StringComparison.Ordinal)
        );
        Assert.Equal(DiagnosticLevel.Error, error.Level);
        Assert.Equal(
            (line, column, text.StartsWith('{') ? "t.json" : "t.yaml"),
            (error.Line, error.Column, error.File)
        );
    }

    [Fact]
    public void Read_Aliases_RepeatWhatIsAnchored()
    {
        const string Text = """
            Resources:
              A:
                Type: AWS::EC2::VPC
                Properties: &same { CidrBlock: 10.0.0.0/16 }
              B:
                Type: AWS::EC2::VPC
                Properties: *same
            """;

        var resources = TemplateReader.Read(Text, "t.yaml").Template!.Resources;

        Assert.All(resources, resource => Assert.Equal("10.0.0.0/16", resource.Properties.SymbolOf("CidrBlock")));
    }

    [Fact]
    public void Read_AliasesThatGrowWithoutEnd_AreRefused()
    {
        var lines = Enumerable
            .Range(1, 40)
            .Select(i => $"  x{i}: &x{i} [{string.Join(", ", Enumerable.Repeat($"*x{i - 1}", 10))}]");
        var text = $"Metadata:\n  x0: &x0 [a]\n{string.Join('\n', lines)}\nResources: {{}}\n";

        var result = TemplateReader.Read(text, "t.yaml");

        Assert.Null(result.Template);
        Assert.Contains(
            result.Diagnostics,
            error => error.Message.Contains("aliases written out", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Read_NestedWithoutEnd_IsRefused(string open, string close)
    {
        var deep =
            string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));

        Assert.Null(TemplateReader.Read($"{{\"Resources\": {deep}}}", "t.json").Template);
        Assert.Null(TemplateReader.Read($"Resources: {deep}", "t.yaml").Template);
    }

    [Fact]
    public void Read_ChainOfReferencesWithoutEnd_IsUnresolved()
    {
        var vpcs = Enumerable
            .Range(0, 5_000)
            .Select(i => $"  V{i}: {{ Type: AWS::EC2::VPC, Properties: {{ CidrBlock: !GetAtt V{i + 1}.CidrBlock }} }}");
        var conditions = Enumerable.Range(0, 5_000).Select(i => $"  C{i}: !Not [!Condition C{i + 1}]");
        var text =
            $"Conditions:\n{string.Join('\n', conditions)}\nResources:\n{string.Join('\n', vpcs)}\n"
            + "  Last: { Type: AWS::EC2::VPC, Condition: C0 }\n";

        var template = TemplateReader.Read(text, "t.yaml").Template!;

        Assert.IsType<UnresolvedValue>(template.Resources[0].Properties["CidrBlock"]);
        Assert.NotNull(template.Resources[^1].Doubt);
    }

    [Fact]
    public void Read_References_AreFoundWithPathAndLine()
    {
        const string Text = """
            Resources:
              A:
                Type: AWS::EC2::SecurityGroup
                DependsOn: [B]
                Properties:
                  SecurityGroupIngress:
                    - CidrIp: !Sub '${C}/${D.Ip}'
                      SourceSecurityGroupId: !GetAtt B.GroupId
                      Description: !If [E, !FindInMap [F, a, b], c]
            """;

        var template = TemplateReader.Read(Text, "t.yaml").Template!;

        Assert.Equal(
            [
                new("A", "DependsOn", TemplateReferenceKind.DependsOn, "B", 4),
                new("A", "SecurityGroupIngress[0].CidrIp", TemplateReferenceKind.Ref, "C", 7),
                new("A", "SecurityGroupIngress[0].CidrIp", TemplateReferenceKind.Attribute, "D", 7),
                new("A", "SecurityGroupIngress[0].SourceSecurityGroupId", TemplateReferenceKind.Attribute, "B", 8),
                new("A", "SecurityGroupIngress[0].Description", TemplateReferenceKind.Condition, "E", 9),
                new TemplateReference(
                    "A",
                    "SecurityGroupIngress[0].Description",
                    TemplateReferenceKind.Mapping,
                    "F",
                    9
                ),
            ],
            template.References
        );
    }

    private static TemplateValue? ValueOf(string expression, ImmutableDictionary<string, string>? given = null)
    {
        var result = TemplateReader.Read(Around(expression), "t.yaml", given);
        Assert.True(result.IsSuccess, string.Join('\n', result.Diagnostics));
        return result.Template!.Resources.Single(resource => resource.LogicalId == "Subject").Properties["Value"];
    }

    private static string Around(string expression) =>
        $$"""
            Parameters:
              Asked: { Type: String }
              Named: { Type: String, Default: green }
              Items: { Type: CommaDelimitedList, Default: 'x, y' }
              Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /some/key }
            Mappings:
              Colours: { green: { hex: 00ff00 }, blue: { hex: 0000ff } }
              Same: { us-east-1: { all: one }, eu-west-1: { all: one } }
            Conditions:
              Yes: !Equals [!Ref Named, green]
              No: !Not [!Condition Yes]
              Nested: !And [!Or [!Condition No, !Condition Yes], !Condition Yes]
              Unknown: !Equals [!Ref Asked, x]
              Decided: !And [!Condition Unknown, !Condition No]
              Circle: !Not [!Condition Circle]
            Resources:
              Other:
                Type: AWS::EC2::VPC
                Properties: { CidrBlock: 10.9.0.0/16 }
              Loop:
                Type: AWS::EC2::VPC
                Properties: { CidrBlock: !GetAtt Loop.CidrBlock }
              Group: { Type: AWS::EC2::SecurityGroup }
              Gateway: { Type: AWS::EC2::InternetGateway }
              Address: { Type: AWS::EC2::EIP }
              Log: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: aws-waf-logs-shop } }
              Unnamed: { Type: AWS::Logs::LogGroup }
              Acl: { Type: AWS::WAFv2::WebACL, Properties: { Name: shop, Scope: REGIONAL } }
              Never: { Type: AWS::EC2::VPC, Condition: No }
              Maybe: { Type: AWS::EC2::VPC, Condition: Unknown }
              Always: { Type: AWS::EC2::VPC, Condition: Yes }
              Subject:
                Type: Custom::Thing
                Properties:
                  Other: x
                  Value: {{expression}}
            """;
}
