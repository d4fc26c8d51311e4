using System.Text.Json.Nodes;

namespace Remediation.Lambda.Tests.Audits;

/// <summary>
/// Runs the part of the Amazon States Language that the template's state machine is written in: tasks that invoke a function,
/// choices, and a distributed map with a reader and a writer in a bucket. What it does not know throws.
/// https://states-language.net/spec.html.
/// </summary>
/// <param name="invoke">The function; an exception is its error.</param>
/// <param name="get">Reads an object of the bucket.</param>
/// <param name="put">Writes one.</param>
internal sealed class StateMachine(
    Func<JsonNode, Task<JsonNode>> invoke,
    Func<string, Task<JsonNode>> get,
    Func<string, JsonNode, Task> put
)
{
    /// <summary>The tasks in the order run, each with its state's name.</summary>
    public List<string> Tasks { get; } = [];

    public async Task<JsonNode> RunAsync(JsonNode definition, JsonNode input)
    {
        var data = input;
        for (var name = (string?)definition["StartAt"]; name is not null; )
        {
            var state = definition["States"]![name]!;
            switch ((string?)state["Type"])
            {
                case "Task":
                    data = Output(state, data, await TaskAsync(name, state, data));
                    break;
                case "Map":
                    data = Output(state, data, await MapAsync(state, data));
                    break;
                case "Choice":
                    name = Choose(state, data);
                    continue;
                case "Succeed":
                    return data;
                default:
                    throw new NotSupportedException($"{name} is a {state["Type"]}");
            }
            name = (string?)state["Next"];
        }
        return data;
    }

    private async Task<JsonNode> TaskAsync(string name, JsonNode state, JsonNode data)
    {
        Assert.Equal("arn:aws:states:::lambda:invoke", (string?)state["Resource"]);
        var parameters = Fill(state["Parameters"]!, data);
        Assert.Equal("FUNCTION", (string?)parameters["FunctionName"]);
        // A retrier for what every error is lets it be tried once more.
        var attempts = 1 + Retries(state);
        for (var attempt = 1; ; attempt++)
        {
            Tasks.Add(name);
            try
            {
                return new JsonObject { ["StatusCode"] = 200, ["Payload"] = await invoke(parameters["Payload"]!) };
            }
            catch (InvocationFailedException) when (attempt < attempts) { }
        }
    }

    private static int Retries(JsonNode state) =>
        state["Retry"]!
            .AsArray()
            .Where(retrier => retrier!["ErrorEquals"]!.AsArray().Any(error => (string?)error == "States.TaskFailed"))
            .Sum(retrier => (int)retrier!["MaxAttempts"]!);

    private async Task<JsonNode> MapAsync(JsonNode state, JsonNode data)
    {
        var reader = Fill(state["ItemReader"]!["Parameters"]!, data);
        var items = (await get((string)reader["Key"]!)).AsArray();
        var succeeded = new JsonArray();
        var failed = new JsonArray();
        foreach (var item in items)
        {
            var result = new JsonObject { ["Input"] = item!.ToJsonString(), ["Name"] = $"child-{items.IndexOf(item)}" };
            try
            {
                result["Output"] = (await RunAsync(state["ItemProcessor"]!, item.DeepClone())).ToJsonString();
                result["Status"] = "SUCCEEDED";
                succeeded.Add(result);
            }
            catch (InvocationFailedException error)
            {
                result["Status"] = "FAILED";
                result["Error"] = nameof(InvocationFailedException);
                result["Cause"] = error.Message;
                failed.Add(result);
            }
        }
        if (failed.Count * 100.0 / items.Count > (double)state["ToleratedFailurePercentage"]!)
        {
            throw new StateMachineFailedException("States.ExceedToleratedFailureThreshold");
        }
        return await WriteAsync(state, data, succeeded, failed);
    }

    private async Task<JsonNode> WriteAsync(JsonNode state, JsonNode data, JsonArray succeeded, JsonArray failed)
    {
        var writer = Fill(state["ResultWriter"]!["Parameters"]!, data);
        var folder = $"{(string)writer["Prefix"]!}/0f1e2d3c";
        await put($"{folder}/SUCCEEDED_0.json", succeeded);
        await put($"{folder}/FAILED_0.json", failed);
        JsonArray Files(string name, int count) =>
            count == 0 ? [] : [new JsonObject { ["Key"] = $"{folder}/{name}_0.json", ["Size"] = 1 }];
        await put(
            $"{folder}/manifest.json",
            new JsonObject
            {
                ["DestinationBucket"] = (string)writer["Bucket"]!,
                ["MapRunArn"] = "arn:aws:states:us-east-1:123456789012:mapRun:audit/Audits:1",
                ["ResultFiles"] = new JsonObject
                {
                    ["FAILED"] = Files("FAILED", failed.Count),
                    ["PENDING"] = new JsonArray(),
                    ["SUCCEEDED"] = Files("SUCCEEDED", succeeded.Count),
                },
            }
        );
        return new JsonObject
        {
            ["MapRunArn"] = "arn:aws:states:us-east-1:123456789012:mapRun:audit/Audits:1",
            ["ResultWriterDetails"] = new JsonObject
            {
                ["Bucket"] = (string)writer["Bucket"]!,
                ["Key"] = $"{folder}/manifest.json",
            },
        };
    }

    private static string Choose(JsonNode state, JsonNode data)
    {
        var chosen = state["Choices"]!
            .AsArray()
            .FirstOrDefault(choice => (bool)At(data, (string)choice!["Variable"]!)! == (bool)choice["BooleanEquals"]!);
        return (string)(chosen?["Next"] ?? state["Default"])!;
    }

    private static JsonNode Output(JsonNode state, JsonNode data, JsonNode result)
    {
        var whole = result;
        if ((string?)state["ResultPath"] is { } path)
        {
            whole = data.DeepClone();
            whole[path[2..]] = result;
        }
        return (string?)state["OutputPath"] is { } output ? At(whole, output)!.DeepClone() : whole;
    }

    private static JsonNode Fill(JsonNode template, JsonNode data)
    {
        if (template is not JsonObject members)
        {
            return template.DeepClone();
        }
        var filled = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (name.EndsWith(".$", StringComparison.Ordinal))
            {
                filled[name[..^2]] = Evaluate((string)value!, data);
            }
            else
            {
                filled[name] = Fill(value!, data);
            }
        }
        return filled;
    }

    private static JsonNode? Evaluate(string expression, JsonNode data)
    {
        const string Format = "States.Format('{}";
        if (!expression.StartsWith("States.", StringComparison.Ordinal))
        {
            return At(data, expression)?.DeepClone();
        }
        Assert.StartsWith(Format, expression, StringComparison.Ordinal);
        var quote = expression.LastIndexOf('\'');
        return (string?)At(data, expression[(quote + 3)..^1]) + expression[Format.Length..quote];
    }

    private static JsonNode? At(JsonNode data, string path)
    {
        Assert.StartsWith("$.", path, StringComparison.Ordinal);
        return path[2..].Split('.').Aggregate((JsonNode?)data, (node, name) => node?[name]);
    }
}
