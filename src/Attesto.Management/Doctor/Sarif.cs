using System.Text.Json.Nodes;
using Attesto.AspNetCore;

namespace Attesto.Management;

/// <summary>Findings as the Static Analysis Results Interchange Format 2.1.0 has them.</summary>
internal static class Sarif
{
    public static JsonObject Write(IEnumerable<Finding> findings) => new()
    {
        ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
        ["version"] = "2.1.0",
        ["runs"] = new JsonArray(new JsonObject
        {
            ["tool"] = new JsonObject
            {
                ["driver"] = new JsonObject
                {
                    ["name"] = "Attesto doctor",
                    ["version"] = $"{typeof(Sarif).Assembly.GetName().Version}",
                    ["rules"] = new JsonArray([.. Doctor.Checks.Select(Rule)]),
                },
            },
            ["results"] = new JsonArray([.. findings.Select(Result)]),
        }),
    };

    private static JsonNode Rule(ServerCheck check) => new JsonObject
    {
        ["id"] = check.Id,
        ["shortDescription"] = new JsonObject { ["text"] = check.Rule },
        ["help"] = new JsonObject { ["text"] = check.Clause.Length == 0 ? check.Fix : $"{check.Fix} ({check.Clause})" },
        ["defaultConfiguration"] = new JsonObject { ["level"] = CheckEntry.Word(check.Severity) },
    };

    private static JsonNode Result(Finding finding) => new JsonObject
    {
        ["ruleId"] = finding.Check.Id,
        ["level"] = CheckEntry.Word(finding.Check.Severity),
        ["message"] = new JsonObject { ["text"] = finding.Message },
    };
}
