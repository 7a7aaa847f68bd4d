using System.Text.Json.Nodes;

namespace Attesto.Lab;

/// <summary>A person. <c>sub</c> stands without the prefix of its principal kind.</summary>
public sealed record LabUser
{
    public required string Sub { get; init; }

    public JsonObject Claims { get; init; } = [];

    public string? Acr { get; init; }

    public IReadOnlyList<string> Amr { get; init; } = [];

    /// <summary>The value of its principal kind; null takes the first.</summary>
    public string? Kind { get; init; }

    internal static IReadOnlyList<LabUser> Defaults { get; } = [Person("alice", "Alice", "Adams"), Person("bob", "Bob", "Brown")];

    // Every standard claim (OpenID Connect Core §5.1), each in its own type.
    private static LabUser Person(string sub, string given, string family) => new()
    {
        Sub = sub,
        Amr = ["pwd"],
        Claims = new JsonObject
        {
            ["name"] = $"{given} {family}",
            ["given_name"] = given,
            ["family_name"] = family,
            ["middle_name"] = "Q",
            ["nickname"] = sub,
            ["preferred_username"] = sub,
            ["profile"] = $"https://people.example/{sub}",
            ["picture"] = $"https://people.example/{sub}.png",
            ["website"] = $"https://{sub}.example/",
            ["email"] = $"{sub}@people.example",
            ["email_verified"] = true,
            ["gender"] = "unspecified",
            ["birthdate"] = "1990-01-02",
            ["zoneinfo"] = "Europe/Berlin",
            ["locale"] = "en-GB",
            ["phone_number"] = "+49 30 1234567",
            ["phone_number_verified"] = false,
            ["address"] = new JsonObject
            {
                ["formatted"] = "1 Long Lane\n10115 Berlin\nGermany",
                ["street_address"] = "1 Long Lane",
                ["locality"] = "Berlin",
                ["region"] = "Berlin",
                ["postal_code"] = "10115",
                ["country"] = "Germany",
            },
            ["updated_at"] = 1_700_000_000,
        },
    };
}
