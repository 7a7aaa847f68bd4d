using System.CommandLine;
using Attesto.AspNetCore;

namespace Attesto.Management;

/// <summary><c>doctor</c>: looks the server through, and says what is not as it must be.</summary>
internal sealed class DoctorCommand(CommandLine line)
{
    private readonly Option<string?> _url = new("--url") { Description = "The issuer of a running server, to look at that as well: metadata, keys, TLS, headers, clock." };
    private readonly Option<bool> _json = CommandOptions.Json();
    private readonly Option<bool> _sarif = new("--sarif") { Description = "Answers in SARIF 2.1.0, as code scanners do." };
    private readonly Option<bool> _list = new("--list") { Description = "Lists the checks, and runs none." };

    public Command Create()
    {
        var command = new Command("doctor", "Looks this server through: configuration, keys, cookies, proxies, database. Changes nothing but what a start would.")
        {
            _url, _json, _sarif, _list,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(_url) is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var issuer) && issuer.Scheme is ("https" or "http")))
            {
                result.AddError("--url must be an https URL, or http during development.");
            }
        });
        line.Run(command, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_list))
        {
            return await line.AnswerAsync(parsed.GetValue(_json), Doctor.Checks.Select(CheckEntry.Of), terminal => terminal.WriteTableAsync(
                ["CHECK", "SEVERITY", "RULE"], Doctor.Checks.Select(check => new[] { check.Id, CheckEntry.Word(check.Severity), check.Rule })));
        }

        var findings = await Doctor.FindAsync(services, cancellationToken);
        if (parsed.GetValue(_url) is { } url)
        {
            findings = [.. findings, .. await LiveServer.FindAsync(new Uri(url), services, cancellationToken)];
        }

        await (parsed.GetValue(_sarif)
            ? line.AnswerAsync(asJson: true, Sarif.Write(findings), _ => Task.CompletedTask)
            : line.AnswerAsync(parsed.GetValue(_json), findings.Select(FindingEntry.Of), terminal => WriteAsync(terminal, findings)));
        return findings.Count == 0 ? CommandLine.Done : CommandLine.Failed;
    }

    private static async Task WriteAsync(Terminal terminal, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var clause = finding.Check.Clause.Length == 0 ? "" : $" ({finding.Check.Clause})";
            await terminal.Output.WriteLineAsync($"{CheckEntry.Word(finding.Check.Severity)} {finding.Check.Id}{clause}");
            await terminal.Output.WriteLineAsync($"    {finding.Message.TrimEnd('.')}.");
            await terminal.Output.WriteLineAsync($"    {finding.Check.Fix}");
        }

        await terminal.Output.WriteLineAsync(findings.Count switch { 0 => "Nothing found.", 1 => "1 finding.", var count => $"{count} findings." });
    }
}

/// <summary>A check as it is shown.</summary>
internal sealed record CheckEntry(string Id, string Severity, string Clause, string Rule, string Fix)
{
    public static CheckEntry Of(ServerCheck check) => new(check.Id, Word(check.Severity), check.Clause, check.Rule, check.Fix);

    public static string Word(CheckSeverity severity) => severity is CheckSeverity.Error ? "error" : "warning";
}

/// <summary>A finding as it is shown.</summary>
internal sealed record FindingEntry(string Id, string Severity, string Clause, string Message, string Fix)
{
    public static FindingEntry Of(Finding finding) =>
        new(finding.Check.Id, CheckEntry.Word(finding.Check.Severity), finding.Check.Clause, finding.Message, finding.Check.Fix);
}
