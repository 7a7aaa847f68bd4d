using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management;

/// <summary><c>clients add</c>: by options for what most clients need, or from a file with any member.</summary>
internal sealed class AddClientCommand(CommandLine line)
{
    private readonly Argument<string?> _id = new("client-id") { Description = "Its client_id; the file's if it is left out.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<FileInfo?> _file = new("--file") { Description = "A JSON file with the client, as clients show --json prints one. The other options win over it." };
    private readonly Option<string?> _name = new("--name") { Description = "The name that the consent page shows." };
    private readonly Option<bool> _public = new("--public") { Description = "It can keep no secret: a page in the browser, or an app on a device." };
    private readonly Option<bool> _native = new("--native") { Description = "An app on a device: a redirect to the loopback address may use any port (RFC 8252 §7.3)." };
    private readonly Option<string[]> _redirects = new("--redirect-uri") { Description = "Where people come back to; may be repeated." };
    private readonly Option<string[]> _logoutRedirects = new("--post-logout-redirect-uri") { Description = "Where people come back to after signing out; may be repeated." };
    private readonly Option<string?> _scope = new("--scope") { Description = "What it may ask for: \"openid profile\"." };
    private readonly Option<string[]> _grants = new("--grant-type") { Description = "What it may use besides authorization_code and refresh_token, or instead; may be repeated." };
    private readonly Option<string[]> _resources = new("--resource") { Description = "An API that it may ask tokens for; may be repeated." };
    private readonly Option<bool> _json = CommandOptions.Json();

    public Command Create()
    {
        var command = new Command("add", "Adds a client. One that is not public gets a secret, which is shown once.")
        {
            _id, _file, _name, _public, _native, _redirects, _logoutRedirects, _scope, _grants, _resources, _json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(_id) is null && result.GetValue(_file) is null)
            {
                result.AddError("Name the client_id, or a --file.");
            }
        });
        line.Run(command, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        ClientEntry entry;
        try
        {
            entry = parsed.GetValue(_file) is { } file ? await ReadAsync(file, cancellationToken) : new ClientEntry();
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            return await line.FailAsync($"The file cannot be read: {fault.Message}");
        }

        var client = With(entry, parsed).ToClient();
        var outcome = await ManagedClients.Of(services).AddAsync(client, CommandLine.Actor, cancellationToken);
        var exitCode = await ClientCommands.AnswerAsync(line, parsed.GetValue(_json), outcome, "Added");
        if (outcome.Value is not null && await services.GetRequiredService<IClientStore>().FindAsync(client.Id, cancellationToken) is null)
        {
            await line.FailAsync(
                "It is in the database, and the host's IClientStore does not find it there: AddClientStore<EfClientStore<TContext>>() in AttestoSetup.cs lets it.");
        }

        return exitCode;
    }

    private static async Task<ClientEntry> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var json = file.OpenRead();
        return await JsonSerializer.DeserializeAsync<ClientEntry>(json, ManagementJson.Options, cancellationToken) ?? new ClientEntry();
    }

    private ClientEntry With(ClientEntry entry, ParseResult parsed) => entry with
    {
        Id = parsed.GetValue(_id) ?? entry.Id,
        Name = parsed.GetValue(_name) ?? entry.Name,
        IsPublic = parsed.GetValue(_public) || entry.IsPublic,
        ApplicationType = parsed.GetValue(_native) ? ApplicationType.Native : entry.ApplicationType,
        RedirectUris = Given(parsed, _redirects) ?? entry.RedirectUris,
        PostLogoutRedirectUris = Given(parsed, _logoutRedirects) ?? entry.PostLogoutRedirectUris,
        AllowedScope = parsed.GetValue(_scope) ?? entry.AllowedScope,
        GrantTypes = Given(parsed, _grants) ?? entry.GrantTypes,
        AllowedResources = Given(parsed, _resources) ?? entry.AllowedResources,
    };

    private static string[]? Given(ParseResult parsed, Option<string[]> option) => parsed.GetValue(option) is { Length: > 0 } values ? values : null;
}
