using System.Text.RegularExpressions;

namespace Attesto.Templates;

/// <summary>What somebody does who takes each stub's comment for the answer: uncomments it, and deletes the denial.</summary>
internal static partial class UncommentedStubs
{
    private static readonly string[] Stubs = ["Accounts", "ClaimsPolicy", "ClientStore", "PrincipalPolicy", "RefreshTokenPolicy", "ScopePolicy"];

    // The tables that the comments speak of.
    private const string Surroundings = """
        #nullable enable
        global using static Surroundings;

        internal static class Surroundings
        {
            public static readonly People people = new();
            public static readonly Microsoft.AspNetCore.Identity.PasswordHasher<Person> hasher = new();
            public static readonly (string SecretHash, string Name) row = ("", "");
        }

        internal sealed record Person(string Id, string Name, string Email, bool EmailConfirmed, string PasswordHash);

        internal sealed class People
        {
            public System.Threading.Tasks.ValueTask<Person?> FindAsync(string name, System.Threading.CancellationToken cancellationToken) => new((Person?)null);
        }
        """;

    public static async Task WriteAsync(EmittedHost host)
    {
        await WriteAsync(host, "Surroundings.cs", Surroundings);
        foreach (var stub in Stubs)
        {
            var file = $"Policies/{stub}.cs";
            var answer = Comments().Replace(host.Read(file), "        ");
            var answered = Denials().Replace(answer.Replace("(Stub stub)", "", StringComparison.Ordinal), "");
            Assert.That(answer, Is.Not.EqualTo(host.Read(file)), $"{file} has a comment with an answer");
            Assert.That(answered, Does.Not.Contain("stub."), file);
            if (answered.Contains("await ", StringComparison.Ordinal))
            {
                answered = Methods().Replace(answered, "public async ValueTask<", 1);
            }

            await WriteAsync(host, file, $"{(stub is "Accounts" ? "using Microsoft.AspNetCore.Identity;\n" : "")}{answered}");
        }
    }

    private static Task WriteAsync(EmittedHost host, string file, string text) => File.WriteAllTextAsync(Path.Combine(host.Folder, file), text);

    // A remark is in brackets; whatever else is commented out in a body is code.
    [GeneratedRegex(@"^ {8}// (?!\()", RegexOptions.Multiline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"^ *(var \w+ = )?stub\.Denies\(.*\n *return .*\n", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Denials();

    [GeneratedRegex("public ValueTask<")]
    private static partial Regex Methods();
}
