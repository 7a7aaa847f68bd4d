#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
#endif
using Attesto.Management;
using Microsoft.AspNetCore.Mvc;

namespace HostNamespace.Admin;

/// <summary>The applications that may ask for tokens: listed, added, changed, given another secret, switched off, deleted.</summary>
[Route(Root + "/clients")]
public sealed class AdminClientsController(AdminClients clients) : AdminController
{
    private string List => Url.Action(nameof(Show))!;

    [HttpGet, HttpGet("/" + Root)]
    public async Task<IActionResult> Show(string? search, string? after, CancellationToken cancellationToken) =>
        Page("Clients", new AdminClientsView(search, await clients.ListAsync(search, after, cancellationToken)));

    [HttpGet("new")]
    public IActionResult AskNew() => Page("Client", new AdminClientView(new ClientForm()));

    [HttpPost("new")]
    public async Task<IActionResult> New(ClientForm form, CancellationToken cancellationToken)
    {
        var result = HttpContext.FormWasRefused() ? null : await clients.AddAsync(form, Actor, cancellationToken);
        return result?.Client is not null ? Changed(result, "It is added.") : Again(new AdminClientView(form), result);
    }

    [HttpGet("one")]
    public async Task<IActionResult> One(string? id, CancellationToken cancellationToken) =>
        await clients.FindAsync(id ?? "", cancellationToken) is { } known ? Page("Client", new AdminClientView(known.ToForm(), known)) : NotFound(id);

    [HttpPost("one")]
    public async Task<IActionResult> Save(ClientForm form, CancellationToken cancellationToken)
    {
        var result = HttpContext.FormWasRefused() ? null : await clients.SaveAsync(form, Actor, cancellationToken);
        if (result?.Client is not null)
        {
            return Changed(result, "It is saved.");
        }

        if (await clients.FindAsync(form.Id ?? "", cancellationToken) is not { } known)
        {
            return NotFound(form.Id);
        }

        // Somebody else was faster: the page shows both, and to save once more is to decide.
        var theirs = result?.WasChanged == true ? known.ToForm() : null;
        form.Version = theirs?.Version ?? form.Version;
        return Again(new AdminClientView(form, known, theirs), result);
    }

    [HttpPost("state")]
    public async Task<IActionResult> SetState(string? id, bool isRevoked, CancellationToken cancellationToken) =>
        Answer(id, await clients.SetRevokedAsync(id ?? "", isRevoked, Actor, cancellationToken), isRevoked ? "It is disabled." : "It is enabled.");

    [HttpGet("state")]
    public IActionResult AskState(string? id) => Confirm(
        $"Disable {id}",
        "The client is treated like an unknown one until it is enabled again: nobody signs in through it, and its tokens are worth nothing. No grant of it is lost.",
        "Disable it",
        OneOf(id),
        ("id", id ?? ""),
        ("isRevoked", "true"));

    [HttpGet("secret")]
    public async Task<IActionResult> AskSecret(string? id, bool atOnce, CancellationToken cancellationToken) =>
        await clients.FindAsync(id ?? "", cancellationToken) is not { Version: { } version } ? NotFound(id) : Confirm(
            $"Another secret for {id}",
            atOnce
                ? "The new secret is shown once, and those before end at once: the application fails until it has the new one."
                : $"The new secret is shown once. Those before go on for {AdminClients.Overlap.TotalHours:0} hours: put the new one into the application meanwhile.",
            "Make another secret",
            OneOf(id),
            ("id", id!),
            ("version", $"{version}"),
            ("atOnce", atOnce ? "true" : "false"));

    [HttpPost("secret")]
    public async Task<IActionResult> RotateSecret(string? id, Guid version, bool atOnce, CancellationToken cancellationToken) =>
        Answer(id, await clients.RotateSecretAsync(id ?? "", version, atOnce, Actor, cancellationToken), "It has another secret.");

    [HttpGet("delete")]
    public IActionResult AskDelete(string? id) => Confirm(
        $"Delete {id}",
        "The client is gone for good, and every grant of it ends: people sign in anew, and its tokens are worth nothing. To stop it for a while, disable it.",
        "Delete it",
        OneOf(id),
        ("id", id ?? ""));

    [HttpPost("delete")]
    public async Task<IActionResult> Delete(string? id, CancellationToken cancellationToken)
    {
        var (done, said) = await clients.RemoveAsync(id ?? "", Actor, cancellationToken);
        return Back(said, List, isFault: !done);
    }

    private string OneOf(string? id) => Url.Action(nameof(One), new { id })!;

    private LocalRedirectResult NotFound(string? id) => Back($"There is no client \"{id}\".", List, isFault: true);

    private IActionResult Answer(string? id, AdminClientResult result, string done) =>
        result.Client is not null ? Changed(result, done) : Back(result.Faults[0].Message, OneOf(id), isFault: true);

    // A secret is shown by the answer to the form itself: it is kept nowhere, not even until the next page.
    private IActionResult Changed(AdminClientResult result, string done) =>
        result.Secret is null ? Back(done, OneOf(result.Client!.Id)) : Page("Secret", result);

    private ViewResult Again(AdminClientView view, AdminClientResult? result)
    {
        foreach (var fault in result?.Faults ?? [])
        {
            ModelState.AddModelError(fault.Field, fault.Message);
        }

        return Page("Client", view);
    }
}

/// <summary>A page of clients, and what was looked for.</summary>
public sealed record AdminClientsView(string? Search, AdminClientPage Page);

/// <summary>A client as its page shows it.</summary>
/// <param name="Form">What is there, or was typed.</param>
/// <param name="Known">The client; null while it is being added.</param>
/// <param name="Theirs">What somebody else has saved since the page was opened, or null.</param>
public sealed record AdminClientView(ClientForm Form, AdminClient? Known = null, ClientForm? Theirs = null)
{
    /// <summary>A field of the form, with what stands there now if somebody else has changed it.</summary>
    public AdminField Field(string name, string label, Func<ClientForm, string?> value, int rows = 1, string? hint = null) => new(
        name, label, value(Form), rows, hint, Theirs is not null && value(Theirs) != value(Form) ? value(Theirs) ?? "" : null);
}

/// <summary>A field as a page shows it.</summary>
public sealed record AdminField(string Name, string Label, string? Value, int Rows, string? Hint, string? Theirs);
