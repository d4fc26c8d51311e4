using System.Text.Json;

namespace Remediation.Engine.Terraform;

/// <summary>One instance of a module of a Terraform plan, with the part of the configuration that it was made of.</summary>
/// <param name="Address">Its address, as in <c>module.web["a"]</c>; empty for the root.</param>
/// <param name="Parent">The module that calls it; null for the root.</param>
/// <param name="Call">How its parent calls it, with the expressions of its variables; undefined for the root.</param>
/// <param name="Configuration">Its configuration; undefined where the document has none, as a state.</param>
internal sealed record TerraformModule(
    string Address,
    TerraformModule? Parent,
    JsonElement Call,
    JsonElement Configuration
)
{
    /// <summary>What leads the addresses of its resources.</summary>
    public string Prefix => Address.Length == 0 ? "" : Address + ".";

    /// <summary>The module that it calls by a name.</summary>
    /// <param name="address">The address of the instance.</param>
    /// <param name="name">The name of the call.</param>
    public TerraformModule Child(string address, string name)
    {
        var call = JsonMembers.Member(JsonMembers.Member(Configuration, "module_calls"), name);
        return new(address, this, call, JsonMembers.Member(call, "module"));
    }

    /// <summary>The expressions of a resource as they are written, by attribute; undefined where there are none.</summary>
    public JsonElement ExpressionsOf(string type, string name) =>
        TerraformJson
            .Items(Configuration, "resources")
            .Where(resource =>
                JsonMembers.Text(resource, "type") == type
                && JsonMembers.Text(resource, "name") == name
                && JsonMembers.Text(resource, "mode") is null or "managed"
            )
            .Select(resource => JsonMembers.Member(resource, "expressions"))
            .FirstOrDefault();
}
