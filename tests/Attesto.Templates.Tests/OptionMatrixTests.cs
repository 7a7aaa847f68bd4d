namespace Attesto.Templates;

/// <summary><c>dotnet new attesto-host --tests</c> with what else there is to choose: each host builds without a warning and passes the tests that come with it, which
/// migrate, start it and sign a person in. What no other test of these has by default; the whole product with <c>ATTESTO_OPTIONS=all</c>.</summary>
public sealed class OptionMatrixTests
{
    private static readonly bool All = Environment.GetEnvironmentVariable("ATTESTO_OPTIONS") == "all";

    [TestCaseSource(nameof(Chosen))]
    public async Task A_host_passes_the_tests_that_come_with_it(string users, string clients, string profile, string pages)
    {
        await using var host = await EmittedHost.NewAsync(
            $"Host.{users}.{clients}.{profile}.{pages}", "--users", users, "--clients", clients, "--profile", profile, "--pages", pages, "--tests");
        await host.BuildAsync();
        var hasNoClient = clients == "code" && profile.StartsWith("fapi2", StringComparison.Ordinal);
        var expected = hasNoClient ? "Failed:     1, Passed:     5" : "Failed:     0, Passed:     6"; // the demo has no client with a key
        Assert.That((await host.TestAsync()).Output, Does.Contain(expected));
    }

    private static IEnumerable<string[]> Chosen => All
        ? from users in new[] { "stub", "identity" }
          from clients in new[] { "code", "database" }
          from profile in new[] { "none", "fapi2", "fapi2-signing", "mcp" }
          from pages in new[] { "full", "none" }
          select new[] { users, clients, profile, pages }
        : [["stub", "database", "fapi2-signing", "none"]];
}
