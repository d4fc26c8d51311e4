using System.Text.Json;

namespace Remediation.Engine.Terraform;

/// <summary>One managed resource of a Terraform plan or state, with the values that are known of it.</summary>
/// <param name="Address">Its whole address, as in <c>module.web.aws_security_group.main[0]</c>.</param>
/// <param name="Type">Terraform's name of its type.</param>
/// <param name="Name">Its name within the module.</param>
/// <param name="Module">The module that it is in.</param>
/// <param name="Values">Its attributes; those that only applying tells are left out.</param>
internal sealed record TerraformResource(
    string Address,
    string Type,
    string Name,
    TerraformModule Module,
    JsonElement Values
)
{
    /// <summary>Its id, or its address where the id is not known before it is applied.</summary>
    public string Id => Text("id") is { Length: > 0 } id ? id : Address;

    /// <summary>A text of its values, or null where there is none.</summary>
    public string? Text(string name) => JsonMembers.Text(Values, name);

    /// <summary>Its address without the index of <c>count</c> or <c>for_each</c>.</summary>
    public string Base => $"{Module.Prefix}{Type}.{Name}";
}
