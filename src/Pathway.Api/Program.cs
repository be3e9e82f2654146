return await Pathway.Api.CommandLine.PathwayCommand.Run(args);
