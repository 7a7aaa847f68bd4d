using Attesto.EntityFrameworkCore;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Puts the tables of Attesto into the host's own model, so that the host's own migrations carry them.</summary>
public static class AttestoModelBuilderExtensions
{
    /// <summary>Every row type; each is one table.</summary>
    internal static IReadOnlyList<Type> Rows { get; } =
    [
        typeof(AuthorizationCodeRow), typeof(GrantRow), typeof(RevokedAccessTokenRow), typeof(DeviceCodeRow),
        typeof(PushedRequestRow), typeof(ConsentGrantRow), typeof(ConsentRow), typeof(LogoutSessionRow), typeof(LogoutNoticeRow), typeof(ServerSideSessionRow),
        typeof(ReplayRow), typeof(DpopNonceRow),
        typeof(ClientMetadataRow), typeof(RegisteredClientRow), typeof(DataProtectionKeyRow), typeof(SigningKeyRow),
        typeof(ClientRow), typeof(ClientWordRow), typeof(ChangeRow), typeof(ScopeRow), typeof(ApiRow), typeof(EventRow),
    ];

    /// <summary>Adds every table of Attesto. Call it in <c>OnModelCreating</c>.</summary>
    /// <param name="model">The host's model.</param>
    /// <param name="prefix">What every table name starts with: empty, or lower-case letters, digits and underscores, not a digit first, at most 24.</param>
    /// <returns>The same model.</returns>
    /// <exception cref="ArgumentException">The prefix is malformed.</exception>
    public static ModelBuilder UseAttesto(this ModelBuilder model, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(model);
        var tables = new TableNames(prefix);
        AuthorizationCodeRow.Configure(model, tables);
        GrantRow.Configure(model, tables);
        RevokedAccessTokenRow.Configure(model, tables);
        DeviceCodeRow.Configure(model, tables);
        PushedRequestRow.Configure(model, tables);
        ConsentGrantRow.Configure(model, tables);
        ConsentRow.Configure(model, tables);
        LogoutSessionRow.Configure(model, tables);
        LogoutNoticeRow.Configure(model, tables);
        ServerSideSessionRow.Configure(model, tables);
        ReplayRow.Configure(model, tables);
        DpopNonceRow.Configure(model, tables);
        ClientMetadataRow.Configure(model, tables);
        RegisteredClientRow.Configure(model, tables);
        DataProtectionKeyRow.Configure(model, tables);
        SigningKeyRow.Configure(model, tables);
        ClientRow.Configure(model, tables);
        ClientWordRow.Configure(model, tables);
        ChangeRow.Configure(model, tables);
        ScopeRow.Configure(model, tables);
        ApiRow.Configure(model, tables);
        EventRow.Configure(model, tables);
        return model;
    }
}
