# Pathway without PostgreSQL: name a server with ConnectionStrings__Pathway, as docker-compose.yml does.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet restore src/Pathway.Api/Pathway.Api.csproj --locked-mode \
 && dotnet publish src/Pathway.Api/Pathway.Api.csproj -c Release --no-restore -o /pathway

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /pathway
COPY --from=build /pathway .
RUN mkdir /data && chown $APP_UID /data
USER $APP_UID
# Listening beyond loopback asks for Pathway__SigningKey, too.
ENV Pathway__Listen=0.0.0.0 ASPNETCORE_HTTP_PORTS=
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["dotnet", "Pathway.Api.dll"]
CMD ["up", "--port", "8080", "--data", "/data"]
