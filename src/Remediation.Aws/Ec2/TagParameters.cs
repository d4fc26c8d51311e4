using System.Text.Json;
using Amazon.EC2.Model;

namespace Remediation.Aws.Ec2;

/// <summary>The parameters of the calls that tag, and the tags inside those of other calls.</summary>
internal static class TagParameters
{
    public static bool Set(ParameterReader reader, CreateTagsRequest target, string name, JsonElement value)
    {
        switch (name)
        {
            case "Resources":
                target.Resources = reader.Texts(value);
                return true;
            case "Tags":
                target.Tags = reader.Objects<Tag>(value, Set);
                return true;
            default:
                return false;
        }
    }

    public static bool Set(ParameterReader reader, DeleteTagsRequest target, string name, JsonElement value)
    {
        switch (name)
        {
            case "Resources":
                target.Resources = reader.Texts(value);
                return true;
            case "Tags":
                target.Tags = reader.Objects<Tag>(value, Set);
                return true;
            default:
                return false;
        }
    }

    public static bool Set(ParameterReader reader, Tag target, string name, JsonElement value)
    {
        switch (name)
        {
            case "Key":
                target.Key = reader.Text(value);
                return true;
            case "Value":
                target.Value = reader.Text(value);
                return true;
            default:
                return false;
        }
    }
}
