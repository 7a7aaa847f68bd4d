namespace Attesto.Lab.Policies;

/// <summary>Every user of lab.json can sign in; the password is the sub.</summary>
public sealed class Accounts(LabFile lab) : IAccounts
{
    public ValueTask<Account?> CheckPasswordAsync(string username, string password, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            lab.FindUser(username) is { } user && string.Equals(user.Sub, password, StringComparison.Ordinal)
                ? new Account(user.Sub, (string?)user.Claims["name"] ?? user.Sub)
                : null);

    public ValueTask<string?> FindSubjectAsync(string username, CancellationToken cancellationToken) => ValueTask.FromResult(lab.FindUser(username)?.Sub);
}
